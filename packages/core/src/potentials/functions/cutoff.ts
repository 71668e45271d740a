import { kernels } from "../../kernels/kernels.ts"
import type { RadialFunction, RadialJacobian } from "./radial.ts"

/**
 * How a function φ ends at its cutoff c; all are zero from c on:
 * - `none`: φ, simply truncated (neither energy nor force continuous);
 * - `shift`: φ(r) − φ(c) (C⁰);
 * - `force-shift`: φ(r) − φ(c) − (r − c) φ′(c) (C¹);
 * - `polynomial`: φ(r) S(u), S = 1 − 10u³ + 15u⁴ − 6u⁵, u = (r − inner)/(c − inner) (C²);
 * - `cosine`: φ(r) S(u), S = (1 + cos πu)/2 (C¹).
 */
export type CutoffTreatment = "none" | "shift" | "force-shift" | { readonly polynomial: number } | { readonly cosine: number }

/**
 * φ with an end at `cutoff` [Å], exact in value, both derivatives and parameter derivatives (those of φ(c) and φ′(c) included).
 * Linear parameters stay linear.
 */
export function withCutoff(inner: RadialFunction, treatment: CutoffTreatment, cutoff: number): RadialFunction {
  if (treatment === "none") return inner.end <= cutoff ? inner : truncated(inner, cutoff)
  if (treatment === "shift") return shifted(inner, cutoff, 0)
  if (treatment === "force-shift") return shifted(inner, cutoff, 1)
  if ("polynomial" in treatment) return switched(inner, treatment.polynomial, cutoff, polynomialSwitch)
  return switched(inner, treatment.cosine, cutoff, cosineSwitch)
}

type Finish = (n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array) => void
type FinishJacobian = (n: number, x: Float64Array, theta: Float64Array, out: RadialJacobian) => void

const leave: Finish = () => {}
const leaveJacobian: FinishJacobian = () => {}

function truncated(inner: RadialFunction, cutoff: number): RadialFunction {
  const ending = ended(inner, cutoff, leave, leaveJacobian)
  return inner.formula === undefined ? ending : Object.freeze({ ...ending, formula: inner.formula })
}

/** `inner`, then `finish` on its output, then zero from the cutoff on. */
function ended(inner: RadialFunction, cutoff: number, finish: Finish, finishJacobian: FinishJacobian): RadialFunction {
  const count = inner.parameters.length
  return Object.freeze({
    parameters: inner.parameters,
    end: cutoff,
    evaluate(n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array): void {
      inner.evaluate(n, x, theta, f, df)
      finish(n, x, theta, f, df)
      for (let i = 0; i < n; i++) if (x[i] >= cutoff) f[i] = df[i] = 0
    },
    jacobian(n: number, x: Float64Array, theta: Float64Array, out: RadialJacobian): void {
      inner.jacobian(n, x, theta, out)
      finishJacobian(n, x, theta, out)
      for (let i = 0; i < n; i++) {
        if (x[i] < cutoff) continue
        out.f[i] = out.df[i] = out.d2f[i] = 0
        for (let at = i; at < count * n; at += n) out.fk[at] = out.dfk[at] = 0
      }
    },
  })
}

/** Subtracts the Taylor polynomial of φ at the cutoff, of degree 0 or 1. */
function shifted(inner: RadialFunction, cutoff: number, degree: 0 | 1): RadialFunction {
  const count = inner.parameters.length
  const finish: Finish = (n, x, theta, f, df) => {
    const { heap } = kernels()
    heap.scope(() => {
      const [at, value, derivative] = [heap.f64(1), heap.f64(1), heap.f64(1)]
      at[0] = cutoff
      inner.evaluate(1, at, theta, value, derivative)
      subtractLine(n, 0, x, cutoff, value[0], degree * derivative[0], f, df)
    })
  }
  const finishJacobian: FinishJacobian = (n, x, theta, out) => {
    const { heap } = kernels()
    heap.scope(() => {
      const at = heap.f64(1)
      at[0] = cutoff
      const last = { f: heap.f64(1), df: heap.f64(1), d2f: heap.f64(1), fk: heap.f64(count), dfk: heap.f64(count) }
      inner.jacobian(1, at, theta, last)
      subtractLine(n, 0, x, cutoff, last.f[0], degree * last.df[0], out.f, out.df)
      for (let k = 0; k < count; k++) subtractLine(n, k * n, x, cutoff, last.fk[k], degree * last.dfk[k], out.fk, out.dfk)
    })
  }
  return ended(inner, cutoff, finish, finishJacobian)
}

function subtractLine(
  n: number,
  offset: number,
  x: Float64Array,
  cutoff: number,
  value: number,
  slope: number,
  f: Float64Array,
  df: Float64Array,
): void {
  for (let i = 0; i < n; i++) {
    f[offset + i] -= value + (x[i] - cutoff) * slope
    df[offset + i] -= slope
  }
}

/** S(u), S′(u), S″(u) into `s`. */
type Switch = (u: number, s: Float64Array) => void

const polynomialSwitch: Switch = (u, s) => {
  const v = 1 - u
  s[0] = 1 - u * u * u * (10 - u * (15 - 6 * u))
  s[1] = -30 * u * u * v * v
  s[2] = -60 * u * v * (v - u)
}

const cosineSwitch: Switch = (u, s) => {
  const cosine = Math.cos(Math.PI * u)
  s[0] = (1 + cosine) / 2
  s[1] = (-Math.PI * Math.sin(Math.PI * u)) / 2
  s[2] = (-Math.PI * Math.PI * cosine) / 2
}

/** Multiplies φ by a switch that falls from 1 at `start` to 0 at the cutoff. */
function switched(inner: RadialFunction, start: number, cutoff: number, shape: Switch): RadialFunction {
  const count = inner.parameters.length
  const width = cutoff - start
  const s = new Float64Array(3)
  const at = (x: number): void => {
    shape((x - start) / width, s)
    s[1] /= width
    s[2] /= width * width
  }
  const finish: Finish = (n, x, _theta, f, df) => {
    for (let i = 0; i < n; i++) {
      if (!(x[i] > start && x[i] < cutoff)) continue
      at(x[i])
      df[i] = df[i] * s[0] + f[i] * s[1]
      f[i] *= s[0]
    }
  }
  const finishJacobian: FinishJacobian = (n, x, _theta, out) => {
    for (let i = 0; i < n; i++) {
      if (!(x[i] > start && x[i] < cutoff)) continue
      at(x[i])
      out.d2f[i] = out.d2f[i] * s[0] + 2 * out.df[i] * s[1] + out.f[i] * s[2]
      out.df[i] = out.df[i] * s[0] + out.f[i] * s[1]
      out.f[i] *= s[0]
      for (let a = i; a < count * n; a += n) {
        out.dfk[a] = out.dfk[a] * s[0] + out.fk[a] * s[1]
        out.fk[a] *= s[0]
      }
    }
  }
  return ended(inner, cutoff, finish, finishJacobian)
}
