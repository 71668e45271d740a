import { readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"

/** Frames of an extended XYZ file of the copper example, as texts, in order. */
export function copperFrames(file: "Cu_train.xyz.gz" | "Cu_test.xyz.gz"): readonly string[] {
  const lines = gunzipSync(readFileSync(new URL(`../examples/copper-eam/data/${file}`, import.meta.url)))
    .toString()
    .trimEnd()
    .split("\n")
  const frames: string[] = []
  for (let at = 0; at < lines.length; at += Number(lines[at]) + 2)
    frames.push(`${lines.slice(at, at + Number(lines[at]) + 2).join("\n")}\n`)
  return frames
}
