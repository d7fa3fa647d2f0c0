import package::codecs::jpeg::decode::header::{UNSETTLED, status};

var<workgroup> unsettled: u32;

/// Whether anything is left to be found out after synchronisation. The same for a whole workgroup.
fn is_unsettled(index: u32) -> bool {
  if (index == 0u) {
    unsettled = atomicLoad(&status[UNSETTLED]);
  }
  return workgroupUniformLoad(&unsettled) != 0u;
}
