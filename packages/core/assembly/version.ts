/** Number of the kernel interface, to tell a stale build. */
export function version(): i32 {
  return 1
}
