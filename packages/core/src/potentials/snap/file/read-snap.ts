import { Failure, type Place } from "../../../failure/failure.ts"
import { bispectrumTriples, coefficientCount } from "../basis/components.ts"
import type { PotentialSpec } from "../../potential.ts"
import { readSnapCoefficients } from "./read-coefficients.ts"
import { readSnapParameters } from "./read-parameters.ts"

/** A text and the name that errors show. */
export interface NamedText {
  readonly text: string
  readonly file: string
}

/** Whether a text looks like a `.snapcoeff` file: two whole numbers, then an element with two numbers. */
export function isSnapCoefficients(text: string): boolean {
  const lines = text.split("\n", 200).map((line) => line.replace(/#.*/u, "").trim())
  const [header, element] = lines.filter(Boolean)
  return /^\d+\s+\d+$/u.test(header ?? "") && /^[A-Z][a-z]?\s+[-+.\deE]+\s+[-+.\deE]+$/u.test(element ?? "")
}

/**
 * The spec of the potential in a `.snapcoeff` file and its `.snapparam` file.
 *
 * @throws Failure at the place of what is wrong, also where the number of coefficients is not that of the settings.
 */
export function snapFileSpec(coefficients: NamedText, parameters: NamedText): PotentialSpec {
  const { elements, count, countPlace } = readSnapCoefficients(coefficients.text, coefficients.file)
  const settings = readSnapParameters(parameters.text, parameters.file)
  const channels = settings.chemflag ? elements.length : 1
  const expected = coefficientCount(channels ** 3 * bispectrumTriples(settings.twojmax).length, settings.quadraticflag)
  if (count !== expected) throw wrongCount(count, expected, countPlace, settings)
  return {
    kind: "snap",
    elements: elements.map(({ symbol }) => symbol),
    ...settings,
    radelems: elements.map(({ radius }) => radius),
    welems: elements.map(({ weight }) => weight),
    coefficients: Object.fromEntries(elements.map((element) => [element.symbol, element.coefficients])),
  }
}

function wrongCount(
  count: number,
  expected: number,
  place: Place,
  { twojmax, quadraticflag, chemflag }: { twojmax: number; quadraticflag: boolean; chemflag: boolean },
): Failure {
  const flags = [...(quadraticflag ? ["quadraticflag 1"] : []), ...(chemflag ? ["chemflag 1"] : [])]
  return new Failure(`there are ${count} coefficients an element, but ${["twojmax " + twojmax, ...flags].join(", ")} make ${expected}`, {
    place,
    advice: "do both files belong together?",
  })
}
