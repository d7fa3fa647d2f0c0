// Linear sRGB to fractions of white's CIE XYZ (D65), and back: CSS Color Module Level 4, with the rows of X and Z
// divided by 0.9504559 and 1.0890578, and the columns multiplied. The twin of src/math/lab.ts.
const TO_X = vec3f(0.43388735, 0.37622401, 0.18988864);
const TO_Y = vec3f(0.21263901, 0.71516868, 0.07219231);
const TO_Z = vec3f(0.01775004, 0.10944762, 0.87280234);
const TO_RED = vec3f(3.08039909, -1.53738318, -0.54301591);
const TO_GREEN = vec3f(-0.92122336, 1.87596750, 0.04525586);
const TO_BLUE = vec3f(0.05287394, -0.20397696, 1.15110302);

/// CIE 15: end of the linear part of f, and its slope constant.
const EPSILON = 216.0 / 24389.0;
const KAPPA = 24389.0 / 27.0;

/// CIE's f: the cube root, with a linear part near 0.
fn lab_root(fraction: vec3f) -> vec3f {
  let above = max(fraction, vec3f(EPSILON));
  let guess = pow(above, vec3f(1.0 / 3.0));
  // `pow` is off by a few ulp. One Newton step corrects it.
  let root = guess - (guess * guess * guess - above) / (3.0 * guess * guess);
  // NaN also takes the linear part, and stays NaN.
  return select((KAPPA * fraction + 16.0) / 116.0, root, fraction > vec3f(EPSILON));
}

fn lab_cube(root: vec3f) -> vec3f {
  return select((116.0 * root - 16.0) / KAPPA, root * root * root, root > vec3f(6.0 / 29.0));
}

/// CIE L*a*b* of linear sRGB.
fn to_lab(linear: vec3f) -> vec3f {
  let root = lab_root(vec3f(dot(TO_X, linear), dot(TO_Y, linear), dot(TO_Z, linear)));
  return vec3f(116.0 * root.y - 16.0, 500.0 * (root.x - root.y), 200.0 * (root.y - root.z));
}

/// The inverse of `to_lab`.
fn from_lab(lab: vec3f) -> vec3f {
  let root = (lab.x + 16.0) / 116.0;
  let xyz = lab_cube(vec3f(root + lab.y / 500.0, root, root - lab.z / 200.0));
  return vec3f(dot(TO_RED, xyz), dot(TO_GREEN, xyz), dot(TO_BLUE, xyz));
}
