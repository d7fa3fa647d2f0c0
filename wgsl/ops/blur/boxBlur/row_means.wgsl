// The mean around each pixel along its row.
import package::ops::blur::boxBlur::groups::mean_of;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  return mean_of(x, y * stages.entry.stored, 1u);
}
