// The test whether synchronisation is complete.
import package::codecs::jpeg::decode::header::{UNSETTLED, status};

var<workgroup> unsettled: u32;

/// Whether synchronisation left anything open. Uniform for a workgroup.
fn is_unsettled(index: u32) -> bool {
  if (index == 0u) {
    unsettled = atomicLoad(&status[UNSETTLED]);
  }
  return workgroupUniformLoad(&unsettled) != 0u;
}
