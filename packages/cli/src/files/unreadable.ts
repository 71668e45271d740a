import { Failure } from "@luthier/core"

/** What the system says of a file, in words, and what to do. */
const explained: Readonly<Record<string, { readonly what: string; readonly advice?: string }>> = {
  ENOENT: { what: "no such file", advice: "check the path" },
  ENOTDIR: { what: "no such file", advice: "a part of the path is a file" },
  EEXIST: { what: "a file is in the way of this folder", advice: "name another" },
  EISDIR: { what: "this is a folder", advice: "name a file in it" },
  EACCES: { what: "not permitted" },
  EPERM: { what: "not permitted" },
  EROFS: { what: "this disk is read-only" },
  ENOSPC: { what: "the disk is full" },
}

/** The failure of a file that the system does not give us: missing, a folder, not permitted. Any other exception stays as it is. */
export function unreadable(file: string, cause: unknown): unknown {
  const known = explained[cause instanceof Error && "code" in cause ? String(cause.code) : ""]
  return known ? new Failure(known.what, { place: { file }, advice: known.advice, cause }) : cause
}
