import { Failure, readAny, type Structure, supercell } from "@luthier/core"
import { fileSource } from "../../files/file-source.ts"

/** One structure of a file, repeated. @throws Failure for a file without that frame, or a direction that does not repeat. */
export async function readStructure(file: string, frame: number, repeat: readonly [number, number, number]): Promise<Structure> {
  let count = 0
  for await (const { structure } of readAny(await fileSource(file))) {
    if (++count < frame) continue
    const d = repeat.findIndex((copies, k) => copies > 1 && !(structure.cell && structure.pbc[k]))
    if (d < 0) return supercell(structure, repeat)
    throw new Failure(`direction ${d + 1} does not repeat, so it cannot have ${repeat[d]} copies`, {
      place: { file },
      advice: "change --repeat",
    })
  }
  throw new Failure(count === 0 ? "there is no structure in this file" : `there is no structure ${frame}: the file has ${count}`, {
    place: { file },
  })
}
