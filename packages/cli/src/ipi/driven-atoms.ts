import { type DrivenAtoms, Failure, type Potential, readAny, symbolOf } from "@luthier/core"
import { fileSource } from "../files/file-source.ts"

/** The atoms that a server moves: those of the first frame of a file; without one, atoms of the only element of the potential. */
export async function drivenAtoms(potential: Potential, file: string | undefined): Promise<DrivenAtoms> {
  const { elements } = potential
  if (file === undefined) {
    if (elements.length === 1) return { element: elements[0] }
    throw new Failure(`the potential has ${elements.length} elements, and servers do not tell which atom is which`, {
      advice: "give the structure that the server starts from, --structure file",
    })
  }
  for await (const { structure } of readAny(await fileSource(file))) {
    const stranger = structure.numbers.find((number) => !elements.includes(number))
    if (stranger === undefined) return { template: structure }
    throw new Failure(`${symbolOf(stranger)} is no element of the potential`, {
      place: { file },
      advice: `it knows ${elements.map(symbolOf).join(", ")}`,
    })
  }
  throw new Failure("there is no frame in this file", { place: { file } })
}
