// Samples of the source as luma and chroma, as libjpeg converts them.
import package::codecs::jpeg::encode::frame::frame;

/// Gray or RGB samples, interleaved, four to a word.
@group(0) @binding(1) var<storage, read> source: array<u32>;

/// The four bytes from any place on.
fn bytes_at(place: u32) -> u32 {
  let word = min(place / 4u, arrayLength(&source) - 1u);
  let next = min(word + 1u, arrayLength(&source) - 1u);
  let shift = 8u * (place % 4u);
  // In two steps, since a shift by 32 is one by 0.
  return (source[word] >> shift) | ((source[next] << 1u) << (31u - shift));
}

/// Y, Cb and Cr of a pixel, a byte each, the first lowest. Outside of the picture its edge goes on.
fn load_ycc(x: u32, y: u32) -> i32 {
  let pixel = min(y, frame.height - 1u) * frame.width + min(x, frame.width - 1u);
  if (frame.mcu_blocks == 1u) {
    return i32(bytes_at(pixel) & 0xffu);
  }
  let bytes = bytes_at(3u * pixel);
  let rgb = vec3i(vec3u(bytes, bytes >> 8u, bytes >> 16u) & vec3u(0xffu));
  // ITU-T T.871 section 7 in 16 bits of fraction; 32767 rather than a half keeps chroma at 255 or below.
  let luma = (19595 * rgb.r + 38470 * rgb.g + 7471 * rgb.b + 32768) >> 16u;
  let blue = (-11059 * rgb.r - 21709 * rgb.g + 32768 * rgb.b + 8388608 + 32767) >> 16u;
  let red = (32768 * rgb.r - 27439 * rgb.g - 5329 * rgb.b + 8388608 + 32767) >> 16u;
  return luma | (blue << 8u) | (red << 16u);
}
