import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import { Readable } from "node:stream"
import { Failure, streamSource, type TextSource } from "@luthier/core"
import { unreadable } from "./unreadable.ts"

/** The lines of a file, gunzipped where it is zipped, read as they are needed. @throws Failure when it is not there or a folder. */
export async function fileSource(file: string): Promise<TextSource> {
  const found = await stat(file).catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  if (found.isDirectory()) throw new Failure("this is a folder", { place: { file }, advice: "name a file in it" })
  return streamSource(file, () => Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>)
}

/** SHA-256 of a file's bytes, hexadecimal. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256")
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk)
  } catch (cause) {
    throw unreadable(file, cause)
  }
  return hash.digest("hex")
}
