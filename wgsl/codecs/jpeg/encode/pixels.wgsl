// Reads pixels as YCbCr, converted like libjpeg.
import package::codecs::jpeg::encode::frame::frame;

/// Gray or RGB samples, interleaved, four per word.
@group(0) @binding(1) var<storage, read> source: array<u32>;

/// Four bytes from any offset.
fn bytes_at(place: u32) -> u32 {
  let word = min(place / 4u, arrayLength(&source) - 1u);
  let next = min(word + 1u, arrayLength(&source) - 1u);
  let shift = 8u * (place % 4u);
  // In two steps, because a shift by 32 would be one by 0.
  return (source[word] >> shift) | ((source[next] << 1u) << (31u - shift));
}

/// Y, Cb and Cr of a pixel in the lowest three bytes. Edge pixels extend beyond the picture.
fn load_ycc(x: u32, y: u32) -> i32 {
  let pixel = min(y, frame.height - 1u) * frame.width + min(x, frame.width - 1u);
  if (frame.mcu_blocks == 1u) {
    return i32(bytes_at(pixel) & 0xffu);
  }
  let bytes = bytes_at(3u * pixel);
  let rgb = vec3i(vec3u(bytes, bytes >> 8u, bytes >> 16u) & vec3u(0xffu));
  // ITU-T T.871 section 7 with 16 fractional bits. 32767 instead of one half keeps chroma at most 255.
  let luma = (19595 * rgb.r + 38470 * rgb.g + 7471 * rgb.b + 32768) >> 16u;
  let blue = (-11059 * rgb.r - 21709 * rgb.g + 32768 * rgb.b + 8388608 + 32767) >> 16u;
  let red = (32768 * rgb.r - 27439 * rgb.g - 5329 * rgb.b + 8388608 + 32767) >> 16u;
  return luma | (blue << 8u) | (red << 16u);
}
