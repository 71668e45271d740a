import {
  type Crystal,
  crystalOfUsualVolume,
  elementsOf,
  Failure,
  numberOf,
  nearestWell,
  type Point,
  prototypeOf,
  symbolOf,
} from "@luthier/core"
import { crystalOfFile } from "./choose-crystal.ts"

/**
 * The crystals in which elements of a compound stand by themselves, from a list such as `Ni=fcc,P=black.xyz`.
 *
 * @throws Failure for what is no element of the compound, no crystal, or one of other elements.
 */
export async function chooseReservoirs(point: Point, compound: Crystal, list: string): Promise<ReadonlyMap<number, Crystal>> {
  const known = elementsOf(compound.primitive.numbers).map(symbolOf)
  const found = new Map<number, Crystal>()
  for (const entry of list.split(",")) {
    const [symbol, name = "", ...rest] = entry.split("=").map((part) => part.trim())
    const number = numberOf(symbol)
    if (number === undefined || name === "" || rest.length > 0) {
      throw new Failure(`--reservoirs: “${entry}” is no element and its crystal`, { advice: "write such as Ni=fcc,P=phosphorus.xyz" })
    }
    if (!known.includes(symbol)) {
      throw new Failure(`--reservoirs: there is no ${symbol} in ${compound.name}`, { advice: `it is made of ${known.join(", ")}` })
    }
    if (found.has(number)) throw new Failure(`--reservoirs: ${symbol} is there twice`, { advice: "name one crystal of it" })
    found.set(number, await crystalOfElement(point, symbol, name))
  }
  return found
}

async function crystalOfElement(point: Point, symbol: string, name: string): Promise<Crystal> {
  const prototype = prototypeOf(name)
  if (prototype) {
    if (prototype.species === 1) return nearestWell(point, crystalOfUsualVolume(prototype.name, [symbol]))
    throw new Failure(`--reservoirs: ${name} is made of ${prototype.species} elements`, { advice: `name a crystal of ${symbol} alone` })
  }
  const crystal = await crystalOfFile(name)
  const others = elementsOf(crystal.primitive.numbers).map(symbolOf)
  if (others.every((other) => other === symbol)) return { ...crystal, name: `${symbol} of ${crystal.name}` }
  throw new Failure(`it is made of ${others.join(", ")}, not of ${symbol} alone`, { place: { file: name } })
}
