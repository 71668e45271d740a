import { symbolOf } from "../../../atoms/elements.ts"
import { SpecFailure } from "../../../failure/failure.ts"
import type { Component } from "../basis/components.ts"
import { bispectrumComponents, coefficientCount } from "../basis/components.ts"
import type { Parameter } from "../../parameters.ts"
import { suggest } from "../../spec/nearest-name.ts"
import { channelCount, type SnapSettings } from "../settings.ts"
import type { SnapSpec } from "./snap-schema.ts"

/** More than this in all is no fit but a slip: products of components of several elements grow with the sixth power of their number. */
const MOST = 200_000

/** The coefficients of all elements: constant, components, products, element after element. @throws SpecFailure. */
export function snapParameters(settings: SnapSettings, { constant, coefficients = {} }: SnapSpec): readonly Parameter[] {
  const components = bispectrumComponents(settings.twojmax, channelCount(settings))
  const each = coefficientCount(components.length, settings.quadratic)
  if (each * settings.elements.length > MOST) {
    throw new SpecFailure(`these settings make ${each * settings.elements.length} coefficients`, {
      advice: `at most ${MOST} are possible: choose a smaller twojmax, or leave out chemflag or quadraticflag`,
    })
  }
  const symbols = settings.elements.map(symbolOf)
  for (const symbol of Object.keys(coefficients)) {
    if (symbols.includes(symbol)) continue
    const path = ["coefficients", symbol]
    throw new SpecFailure(`${symbol} has coefficients, but is none of the elements`, { path, advice: suggest(symbol, symbols) })
  }
  const names = components.map((component) => componentName(component, symbols, settings.chemical))
  const degrees = components.map(({ j1, j2, j }) => j1 + j2 + j)
  const places = [
    ...degrees.map((degree) => ({ order: 3, degree })),
    ...(settings.quadratic ? degrees.flatMap((one, k) => degrees.slice(k).map((other) => ({ order: 6, degree: one + other }))) : []),
  ]
  const products = settings.quadratic
    ? names.flatMap((name, k) => names.slice(k).map((other, l) => (l === 0 ? `${name}^2` : `${name}*${other}`)))
    : []
  return Object.freeze(
    symbols.flatMap((symbol) => {
      const values = startValues(coefficients[symbol], symbol, each)
      return ["beta0", ...names, ...products].map((name, k) =>
        Object.freeze({
          key: `snap.${symbol}.${name}`,
          value: values[k],
          unit: "eV",
          lower: -Infinity,
          upper: Infinity,
          transform: "identity",
          fixed: k === 0 && constant === "fixed",
          linear: true,
          ...(k > 0 && { basis: places[k - 1] }),
          doc: docOf(k, components.length, symbol),
        } satisfies Parameter),
      )
    }),
  )
}

/** `B[j1,j2,j]` with twice the angular momenta; of chemical components `B(A,B,C)[j1,j2,j]`, C the element of the one that is conjugate. */
function componentName({ j1, j2, j, channels }: Component, symbols: readonly string[], chemical: boolean): string {
  return `B${chemical ? `(${channels.map((channel) => symbols[channel]).join(",")})` : ""}[${j1},${j2},${j}]`
}

function docOf(k: number, components: number, symbol: string): string {
  if (k === 0) return `energy of ${symbol} without its neighbours' part`
  if (k <= components) return `coefficient of a bispectrum component of ${symbol}`
  return `coefficient of a product of two bispectrum components of ${symbol} (half of a square)`
}

function startValues(given: readonly number[] | undefined, symbol: string, count: number): readonly number[] {
  if (given === undefined) return Array.from({ length: count }, () => 0)
  if (given.length === count) return given
  throw new SpecFailure(`${symbol} has ${given.length} coefficients, but these settings make ${count}`, {
    path: ["coefficients", symbol],
    advice: "do twojmax, quadraticflag and chemflag fit?",
  })
}
