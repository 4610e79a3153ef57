//! The blocks of an Arrow file, looked at before polars makes room for what they say.
//!
//! The format: <https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format>.

use polars_arrow_format::ipc::planus::ReadAsRoot;
use polars_arrow_format::ipc::{Block, FooterRef, MessageHeaderRef, MessageRef, RecordBatchRef};

/// So much comes out of all blocks at most.
const MOST_BYTES: u64 = 1 << 30;

/// More rows than this are no export of sessions.
const MOST_ROWS: u64 = 1 << 27;

/// Whether all blocks lie in the file and unpack to no more than can be held.
pub(crate) fn are_bounded(bytes: &[u8]) -> bool {
    total_of(bytes).is_some_and(|total| total.bytes <= MOST_BYTES && total.rows <= MOST_ROWS)
}

#[derive(Default)]
struct Total {
    bytes: u64,
    rows: u64,
}

/// What the blocks say they come to; `None` where they contradict the file.
fn total_of(bytes: &[u8]) -> Option<Total> {
    let (rest, end) = bytes.split_last_chunk::<10>()?;
    let length = usize::try_from(i32::from_le_bytes(*end.first_chunk()?)).ok()?;
    let footer = FooterRef::read_as_root(rest.get(rest.len().checked_sub(length)?..)?).ok()?;
    let mut total = Total::default();
    let records = footer.record_batches().ok()?.into_iter().flatten();
    let dictionaries = footer.dictionaries().ok()?.into_iter().flatten();
    for block in records.chain(dictionaries) {
        let block = Block::from(block);
        let at = usize::try_from(block.offset).ok()?;
        let message = message_at(bytes, at)?;
        let batch = match message.header().ok()?? {
            MessageHeaderRef::RecordBatch(batch) => batch,
            MessageHeaderRef::DictionaryBatch(dictionary) => dictionary.data().ok()??,
            _ => return None,
        };
        let body = at.checked_add(usize::try_from(block.meta_data_length).ok()?)?;
        add(&mut total, batch, bytes, body)?;
    }
    Some(total)
}

fn message_at(bytes: &[u8], at: usize) -> Option<MessageRef<'_>> {
    let head = bytes.get(at..)?;
    // Since version 0.15 of Arrow a mark stands before the length.
    let head = head.strip_prefix(&[0xff; 4]).unwrap_or(head);
    let length = usize::try_from(i32::from_le_bytes(*head.first_chunk()?)).ok()?;
    MessageRef::read_as_root(head.get(4..)?.get(..length)?).ok()
}

fn add(total: &mut Total, batch: RecordBatchRef<'_>, bytes: &[u8], body: usize) -> Option<()> {
    total.rows = total.rows.checked_add(u64::try_from(batch.length().ok()?).ok()?)?;
    for node in batch.nodes().ok()?.into_iter().flatten() {
        (u64::try_from(node.length()).ok()? <= MOST_ROWS).then_some(())?;
    }
    let is_packed = batch.compression().ok()?.is_some();
    for buffer in batch.buffers().ok()?.into_iter().flatten() {
        let from = body.checked_add(usize::try_from(buffer.offset()).ok()?)?;
        let content = bytes.get(from..from.checked_add(usize::try_from(buffer.length()).ok()?)?)?;
        // A packed buffer begins with the length of what is packed; -1: it is not packed after all.
        let length = match content.first_chunk() {
            Some(said) if is_packed => match i64::from_le_bytes(*said) {
                -1 => content.len() as u64,
                said => u64::try_from(said).ok()?,
            },
            _ => content.len() as u64,
        };
        total.bytes = total.bytes.checked_add(length)?;
    }
    Some(())
}
