struct Params {
  /// Rows of the matrix: what each colour of the result takes from red, green and blue.
  red: vec3f,
  green: vec3f,
  blue: vec3f,
}

/// Multiplies the colour by a matrix; alpha is left alone.
fn apply(color: vec4f, params: Params) -> vec4f {
  let rgb = color.rgb;
  return vec4f(dot(params.red, rgb), dot(params.green, rgb), dot(params.blue, rgb), color.a);
}
