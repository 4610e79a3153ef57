//! The mapping file: the one given, or sst.toml beside the data or in the current folder.

use std::path::{Path, PathBuf};

use sst_core::results::MappingFile;
use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::source::{MemoryInput, sha256_hex};

use crate::failure::Failure;

const NAME: &str = "sst.toml";

/// A mapping, and the file it came from.
pub(crate) struct Loaded {
    pub(crate) mapping: Mapping,
    pub(crate) file: Option<MappingFile>,
    /// The files of scores that it names, from its own folder.
    pub(crate) scores: Vec<PathBuf>,
    /// The files of anonymous follow-up answers that it names, from its own folder.
    pub(crate) follow_up: Vec<PathBuf>,
    /// Where it was found, when nobody named it.
    pub(crate) found: Option<PathBuf>,
}

/// Loads the mapping for these files, over that of their extract.
pub(crate) fn load(
    given: Option<&Path>,
    files: &[PathBuf],
    base: Option<&str>,
    catalogue: &Catalogue,
) -> Result<Loaded, Failure> {
    let found = if given.is_some() { None } else { find(files) };
    let Some(path) = given.or(found.as_deref()) else {
        let of_base = |base| Mapping::parse(base, catalogue);
        let mapping = base.map_or_else(|| Ok(Mapping::canonical(catalogue)), of_base);
        let mapping = mapping.map_err(|faults| Failure::wrong_use(faults.in_file("the profile"), None))?;
        return Ok(Loaded { mapping, file: None, scores: Vec::new(), follow_up: Vec::new(), found: None });
    };
    let bytes = std::fs::read(path).map_err(|error| Failure::file(path, "read", &error))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|&b| b == b'\n').count();
        Failure::wrong_use(
            format!("{}: line {line}: the mapping file is not UTF-8", path.display()),
            Some("save it as UTF-8".to_owned()),
        )
    })?;
    let parsed = match base {
        None => Mapping::parse(text, catalogue),
        Some(base) => Mapping::parse_over(base, text, catalogue),
    };
    let mut mapping = parsed.map_err(|faults| Failure::wrong_use(faults.in_file(&path.display().to_string()), None))?;
    let report = &mut mapping.definitions.report;
    if let Some(logo) = report.logo.take() {
        report.logo = Some(logo_as_data(&path.parent().unwrap_or(Path::new("")).join(logo))?);
    }
    let beside = |files: &[String]| files.iter().map(|file| path.with_file_name(file)).collect();
    let (scores, follow_up) = (beside(&mapping.scores.files), beside(&mapping.answers.files));
    let sha256 = sha256_hex(&MemoryInput::new("", bytes)).ok();
    Ok(Loaded { mapping, file: Some(MappingFile { file: name, sha256 }), scores, follow_up, found })
}

/// The profile that the mapping file asks for, as far as it can be read: a fault in it is told when it is loaded.
pub(crate) fn profile(given: Option<&Path>, files: &[PathBuf]) -> Option<String> {
    let path = given.map(Path::to_path_buf).or_else(|| find(files))?;
    let text = std::fs::read_to_string(path).ok()?;
    let keys: toml::Table = text.trim_start_matches('\u{feff}').parse().ok()?;
    Some(keys.get("input")?.get("profile")?.as_str()?.to_owned())
}

/// The files that a mapping file names - of scores, of follow-up answers, of a logo - as far as it can be read: a fault in it is told when it is
/// loaded.
pub(crate) fn named_files(mapping: Option<&Path>) -> Vec<PathBuf> {
    let read = |path: &Path| Mapping::parse(&std::fs::read_to_string(path).ok()?, &Catalogue::english()).ok();
    let files = |path: &Path| {
        read(path).map(|mapping| {
            let logo = mapping.definitions.report.logo;
            mapping.scores.files.into_iter().chain(mapping.answers.files).chain(logo).collect::<Vec<_>>()
        })
    };
    let named = mapping.and_then(|path| Some((path, files(path)?)));
    named.map(|(path, files)| files.iter().map(|file| path.with_file_name(file)).collect()).unwrap_or_default()
}

/// The mapping file beside the data or in the current folder, when nobody named one.
pub(crate) fn find(files: &[PathBuf]) -> Option<PathBuf> {
    let beside = files.iter().filter(|file| *file != Path::new("-")).map(|file| file.with_file_name(NAME));
    beside.chain([PathBuf::from(NAME)]).find(|path| path.is_file())
}

/// A picture as a `data:` address, so that the report stays one file.
fn logo_as_data(path: &Path) -> Result<String, Failure> {
    const LIMIT_BYTES: usize = 1 << 20;
    let kind = match path.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("svg") => "image/svg+xml",
        _ => {
            return Err(Failure::wrong_use(
                format!("{}: a logo is a .png, .jpg, .gif, .webp or .svg file", path.display()),
                None,
            ));
        }
    };
    let bytes = std::fs::read(path).map_err(|error| Failure::file(path, "read", &error))?;
    if bytes.len() > LIMIT_BYTES {
        return Err(Failure::wrong_use(
            format!("{}: a logo of more than 1 MB does not belong in a report", path.display()),
            Some("make the picture smaller".to_owned()),
        ));
    }
    Ok(format!("data:{kind};base64,{}", data_encoding::BASE64.encode(&bytes)))
}
