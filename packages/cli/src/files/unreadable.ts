import { Failure } from "@luthier/core"

/** The failure of a file that the system does not give us: missing, a folder, not permitted. Any other exception stays as it is. */
export function unreadable(file: string, cause: unknown): unknown {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : ""
  const what = {
    ENOENT: "no such file",
    ENOTDIR: "no such file",
    EISDIR: "this is a folder",
    EACCES: "not permitted",
    EPERM: "not permitted",
  }[code]
  if (what === undefined) return cause
  const advice = { ENOENT: "check the path", EISDIR: "name a file in it" }[code]
  return new Failure(what, { place: { file }, advice, cause })
}
