import { elementsOf, Failure, type Potential, readAny, type Structure, supercell, symbolOf } from "@luthier/core"
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

/** Runs what begins with the structure of a file, whose failures are then told of that file. @throws Failure for elements that the potential does not know. */
export async function beginWith<T>(file: string, { numbers }: Structure, { elements }: Potential, begin: () => Promise<T>): Promise<T> {
  const place = { file }
  const names = (of: readonly number[]): string => of.map(symbolOf).join(", ")
  const unknown = elementsOf(numbers).filter((number) => !elements.includes(number))
  if (unknown.length > 0) {
    throw new Failure(`the structure has ${names(unknown)}, and the potential knows ${names(elements)} alone`, {
      place,
      advice: "use a potential that knows all elements, or name another structure with --frame",
    })
  }
  try {
    return await begin()
  } catch (error) {
    if (!(error instanceof Failure) || error.place !== undefined) throw error
    throw new Failure(error.message, { place, advice: error.advice, cause: error })
  }
}
