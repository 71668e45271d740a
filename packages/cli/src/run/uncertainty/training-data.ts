import { existsSync } from "node:fs"
import { type ConfigurationList, Failure } from "@luthier/core"
import type { DataConfig } from "../../config/schema.ts"
import { hashFile } from "../../files/file-source.ts"
import { readData } from "../read-data.ts"

/**
 * All that a fit from statistics was made of, earlier runs' data included, read again from the files they were taken from.
 *
 * @param files SHA-256 by path
 * @throws Failure when one is not there any more, or not as it was
 */
export async function readTraining(files: Readonly<Record<string, string>>, config: DataConfig): Promise<ConfigurationList> {
  for (const [file, hash] of Object.entries(files)) {
    const place = { file }
    const advice = "error bars need all training data, as they were and where they were"
    if (!existsSync(file)) throw new Failure("this file of the training data is not there any more", { place, advice })
    if ((await hashFile(file)) !== hash)
      throw new Failure("this file of the training data has changed since it was fitted", { place, advice })
  }
  return (await readData(Object.keys(files), config)).configurations
}
