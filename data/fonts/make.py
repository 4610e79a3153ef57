"""Makes the subsets of Inter that ship: python3 make.py FOLDER, with Inter-Regular.otf and Inter-SemiBold.otf (Inter 4.0) in it.

Kerning and alternates are dropped and the tabular digits become the digits, so that a text is as wide as the sum of its
advances: what is measured when a picture is drawn is what a browser shows. Needs fonttools and brotli.
"""
import sys
from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x218, 0x21B), (0x2C6, 0x2C7),
          (0x2D8, 0x2DD), (0x1E9E, 0x1E9E), (0x2010, 0x2027), (0x2030, 0x2033), (0x2039, 0x203A), (0x2044, 0x2044),
          (0x20AC, 0x20AC), (0x2190, 0x2193), (0x2212, 0x2212), (0x221E, 0x221E), (0x2248, 0x2248), (0x2260, 0x2260),
          (0x2264, 0x2265), (0x25B2, 0x25B2), (0x25BC, 0x25BC), (0x25CB, 0x25CB), (0x25CF, 0x25CF), (0x2713, 0x2713)]

for weight in ["Regular", "SemiBold"]:
    font = TTFont(f"{sys.argv[1]}/Inter-{weight}.otf")
    tabular = {}
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for table in font["GSUB"].table.LookupList.Lookup[index].SubTable:
                    tabular.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code in [*range(0x30, 0x3A), 0x20, 0x25, 0x2B, 0x2D, 0x2E, 0x2C, 0x2212]:
                name = table.cmap.get(code)
                if code in range(0x30, 0x3A) and name in tabular:
                    table.cmap[code] = tabular[name]
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
    subsetter.subset(font)
    # One family: a renderer looks for Inter and a weight, not for "Inter Semi Bold".
    font["name"].setName("Inter", 1, 3, 1, 0x409)
    font["name"].setName(weight, 2, 3, 1, 0x409)
    font.save(f"inter-{weight.lower()}.otf")
    font.flavor = "woff2"
    font.save(f"inter-{weight.lower()}.woff2")
