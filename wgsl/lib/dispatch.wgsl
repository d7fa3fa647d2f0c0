// Dispatches of workgroups in rows, as `inRows` in src/backends/gpu/recorder.ts makes them: a row holds 65,535 at most.
// Entry points take the built-ins one by one: members of a struct would not count as uniform, and barriers depend on it.

/// Number of a workgroup in its dispatch, row by row.
fn group_number(group: vec3u, groups: vec3u) -> u32 {
  return group.y * groups.x + group.x;
}
