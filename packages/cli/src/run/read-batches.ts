import { type Configuration, readAny } from "@luthier/core"
import { fileSource } from "../files/file-source.ts"

/** Atoms that are read before they are worked on together. */
const BATCH_ATOMS = 20_000

/** The configurations of a file, as many at a time as are worked on together: the rest is not in memory. @throws Failure. */
export async function* readBatches(file: string): AsyncGenerator<readonly Configuration[]> {
  let batch: Configuration[] = []
  let atoms = 0
  for await (const configuration of readAny(await fileSource(file))) {
    batch.push(configuration)
    atoms += configuration.structure.numbers.length
    if (atoms < BATCH_ATOMS) continue
    yield batch
    batch = []
    atoms = 0
  }
  if (batch.length > 0) yield batch
}
