//! Gzip and zip: one file or several, unpacked into memory.

use flate2::bufread::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::export_name::{EXPORT_ENDS, is_export_name};
use super::guard::{Panicked, guarded};
use super::reader::InputReader;
use super::unpacking::{MOST_BYTES, Stop, Unpacking};
use super::{Container, Input, MemoryInput, TableFault, fill};

/// What was in a packed file.
pub struct Unpacked {
    /// The files in it, by name: a zip file's as `archive.zip/member.csv`, in the order of their names.
    pub inputs: Vec<MemoryInput>,
    /// Members that are no exports by their names, and were passed over.
    pub passed_over: Vec<String>,
}

/// More members than this are no folder of exports.
const MOST_MEMBERS: usize = 10_000;

/// Unpacks a gzip or zip file; `None` when it is neither, or a workbook.
pub fn unpack(input: &dyn Input) -> Option<Result<Unpacked, TableFault>> {
    let mut head = vec![0; 1 << 16];
    // What cannot be read is told when it is opened.
    let filled = fill(input, 0, &mut head).ok()?;
    let outcome = match Container::of_signature(&head[..filled])? {
        Container::Gzip => guarded(|| Some(gunzip(input))),
        Container::Zip => guarded(|| unzip(input)),
        // By its first member; what is wrong with a workbook is better told by its own reader.
        Container::Workbook => guarded(|| unzip(input).filter(Result::is_ok)),
        _ => return None,
    };
    outcome.unwrap_or_else(|Panicked| Some(Err(damaged("packed"))))
}

fn gunzip(input: &dyn Input) -> Result<Unpacked, TableFault> {
    let mut bytes = Vec::new();
    let mut unpacking = Unpacking::of(input.len(), MOST_BYTES);
    unpacking.run(MultiGzDecoder::new(InputReader::buffered(input)), |piece| bytes.extend_from_slice(piece)).map_err(
        |stop| match stop {
            Stop::TooMuch(fault) => fault,
            Stop::Unreadable => damaged("gzip"),
        },
    )?;
    refuse_packed(&bytes, "the file in it")?;
    Ok(Unpacked { inputs: vec![MemoryInput::new(input.name(), bytes)], passed_over: Vec::new() })
}

/// The members of a zip file; `None` when they are the parts of one document.
fn unzip(input: &dyn Input) -> Option<Result<Unpacked, TableFault>> {
    let Ok(mut archive) = ZipArchive::new(InputReader::buffered(input)) else {
        return Some(Err(damaged("zip")));
    };
    let mut names = Vec::new();
    for place in 0..archive.len() {
        match archive.by_index_raw(place) {
            Ok(member) if member.is_dir() => {}
            Ok(member) => match member.name() {
                Ok(name) => names.push((name.to_string(), place, member.enclosed_name().is_some(), member.encrypted())),
                Err(_) => return Some(Err(damaged("zip"))),
            },
            Err(_) => return Some(Err(damaged("zip"))),
        }
    }
    // The parts of a workbook, whatever stands first.
    let is_part = |(name, ..): &(String, usize, bool, bool)| {
        let name = name.to_ascii_lowercase().replace('\\', "/");
        matches!(name.as_str(), "[content_types].xml" | "xl/workbook.xml" | "xl/workbook.bin")
    };
    if names.iter().any(is_part) {
        return None;
    }
    Some(members(input, &mut archive, names))
}

fn members(
    input: &dyn Input,
    archive: &mut ZipArchive<std::io::BufReader<InputReader<'_>>>,
    mut names: Vec<(String, usize, bool, bool)>,
) -> Result<Unpacked, TableFault> {
    if names.len() > MOST_MEMBERS {
        return Err(TableFault {
            what: format!("this zip file holds {} files, and at most {MOST_MEMBERS} are read", names.len()),
            hint: "pack only the exports".to_owned(),
        });
    }
    names.sort();
    let is_alone = names.len() == 1;
    let mut unpacking = Unpacking::of(input.len(), MOST_BYTES);
    let mut unpacked = Unpacked { inputs: Vec::new(), passed_over: Vec::new() };
    for (name, place, is_enclosed, is_encrypted) in names {
        if !is_enclosed || name.starts_with('/') || name.contains(['\\', ':']) || name.chars().any(char::is_control) {
            return Err(TableFault {
                what: "a file in this zip file has a name that leads out of it: such a file is not to be trusted"
                    .to_owned(),
                hint: "ask whoever packed it; to look into it, unpack it into an empty folder".to_owned(),
            });
        }
        if is_packed_name(&name) {
            return Err(packed_again(&name));
        }
        if !is_alone && !is_export_name(&name) {
            unpacked.passed_over.push(name);
            continue;
        }
        if is_encrypted {
            return Err(TableFault {
                what: format!("{name} in this zip file is protected by a password"),
                hint: "unpack it with the password and give the file inside; delete the copy afterwards".to_owned(),
            });
        }
        let mut bytes = Vec::new();
        let member = archive.by_index(place).map_err(|error| match error {
            ZipError::UnsupportedArchive(_) => TableFault {
                what: format!("{name} in this zip file is packed in a way that sst does not read"),
                hint: "unpack it and give the file inside".to_owned(),
            },
            _ => damaged("zip"),
        })?;
        unpacking.run(member, |piece| bytes.extend_from_slice(piece)).map_err(|stop| match stop {
            Stop::TooMuch(fault) => fault,
            Stop::Unreadable => TableFault {
                what: format!("{name} in this zip file is damaged or cut short"),
                hint: "copy or export it again".to_owned(),
            },
        })?;
        refuse_packed(&bytes, &name)?;
        unpacked.inputs.push(MemoryInput::new(format!("{}/{name}", input.name()), bytes));
    }
    if unpacked.inputs.is_empty() {
        return Err(TableFault {
            what: "there is no export in this zip file".to_owned(),
            hint: format!("exports in a zip file are told by the ends of their names: {}", EXPORT_ENDS.join(", ")),
        });
    }
    Ok(unpacked)
}

fn is_packed_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".zip", ".gz", ".tgz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".zst"].iter().any(|end| lower.ends_with(end))
}

fn refuse_packed(bytes: &[u8], name: &str) -> Result<(), TableFault> {
    let is_packed = matches!(Container::of_signature(bytes), Some(Container::Zip | Container::Gzip));
    let is_tar = bytes.get(257..262) == Some(b"ustar");
    if is_packed || is_tar { Err(packed_again(name)) } else { Ok(()) }
}

fn packed_again(name: &str) -> TableFault {
    TableFault {
        what: format!("{name} is itself packed, and only one layer is unpacked"),
        hint: "unpack it and give the files inside".to_owned(),
    }
}

fn damaged(kind: &str) -> TableFault {
    TableFault {
        what: format!("this {kind} file is damaged or cut short"),
        hint: "copy or export it again; if another program can unpack it, give the file inside".to_owned(),
    }
}
