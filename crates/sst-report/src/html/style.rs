//! The page's style: every colour a token, the font embedded.

use data_encoding::BASE64;

/// The whole style sheet.
pub(super) fn css() -> String {
    let face = |weight: u32, bytes: &[u8]| {
        format!(
            "@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/woff2;base64,{}) format('woff2')}}",
            BASE64.encode(bytes)
        )
    };
    format!(
        "{}{}{}{PAGE}",
        face(400, sst_data::fonts::REGULAR_WOFF2),
        face(600, sst_data::fonts::SEMIBOLD_WOFF2),
        sst_charts::tokens::page_css(),
    )
}

const PAGE: &str = "
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:24px 20px 48px;max-width:800px;background:var(--ground);color:var(--ink);font:16px/1.5 Inter,'Segoe UI',Helvetica,Arial,sans-serif;overflow-wrap:anywhere}
h1{font-size:28px;line-height:1.2;font-weight:600;margin:4px 0 8px}
h2{font-size:21px;line-height:1.25;font-weight:600;margin:40px 0 8px;padding-top:14px;border-top:1px solid var(--grid)}
h3{font-size:16px;font-weight:600;margin:22px 0 6px}
h4{font-size:14px;font-weight:600;margin:14px 0 4px}
p,ul{margin:8px 0}
ul{padding-left:22px}
a{color:var(--blue)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
.skip{position:absolute;left:-999px}
.skip:focus{left:12px;top:12px;background:var(--ground);padding:6px 10px}
.logo{max-height:56px;max-width:240px}
.organisation{color:var(--muted);margin:0;font-weight:600}
.asof{font-weight:600}
.internal,.commentary{border-left:3px solid var(--grey);padding:2px 0 2px 12px;color:var(--muted)}
.commentary{white-space:pre-line;color:var(--ink)}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;padding:0;font-size:14px}
.say li{margin:10px 0}
.quiet{color:var(--muted);font-size:14px}
.gates{list-style:none;padding:0}
.gates li{margin:4px 0}
.sign{display:inline-block;width:1.4em;font-weight:600}
figure{margin:16px 0 24px}
svg.chart{display:block;width:100%;height:auto;max-width:760px}
.l{fill:none;stroke-linecap:round;stroke-linejoin:round}
.narrow{display:none}
summary{cursor:pointer;color:var(--blue);font-size:14px;padding:4px 0;width:fit-content}
.scroll{overflow-x:auto;margin:8px 0 16px}
table{border-collapse:collapse;font-size:14px;width:100%}
caption{text-align:left;color:var(--muted);padding:4px 0;font-size:13px}
th,td{text-align:left;padding:5px 12px 5px 0;border-bottom:1px solid var(--grid);vertical-align:top;font-weight:400}
thead th{color:var(--muted);font-size:13px;vertical-align:bottom}
td.n,th.n{text-align:right;padding:5px 0 5px 12px;white-space:nowrap}
thead th.n{white-space:normal}
thead th,td{overflow-wrap:normal}
tbody th{min-width:8.5em}
table.words{min-width:720px;font-size:13px}
table.words th[scope=row]{min-width:9em}
table.words td:nth-child(2),table.words td:last-child{min-width:13em}
code,.hash{font-size:12px;overflow-wrap:anywhere}
dl{margin:8px 0}
dt{font-weight:600;margin-top:8px}
dd{margin:0}
footer{margin-top:40px;color:var(--muted);font-size:13px;border-top:1px solid var(--grid);padding-top:10px}
@media (max-width:600px){body{padding:16px 14px 40px}h1{font-size:23px}.wide{display:none}.narrow{display:block}svg.chart{max-width:420px}}
@media print{
/* On paper nothing scrolls: what is wide wraps. */
td,th,td.n,th.n{white-space:normal;overflow-wrap:anywhere}
@page{margin:16mm}
:root{color-scheme:light}
body{max-width:none;padding:0;font-size:11pt}
nav,.skip,summary{display:none}
h2,h3,h4,h2+p,h3+p,h4+p,caption,thead{break-after:avoid}
figure svg,tr,p,li,dd{break-inside:avoid}
details::details-content{content-visibility:visible;display:block;block-size:auto;opacity:1}
.scroll{overflow:visible}
table{font-size:9pt}
table.words{min-width:0;font-size:8pt}
table.words th[scope=row],table.words td:nth-child(2),table.words td:last-child{min-width:0}
th,td{padding-right:8px}
td.n,th.n{padding-left:8px}
}
";
