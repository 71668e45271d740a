import type { SectionParameter } from "../many-body/section.ts"

/** Variants of the potential, named as the pair styles of LAMMPS. */
export type TersoffForm = "tersoff" | "tersoff/mod" | "tersoff/mod/c" | "tersoff/zbl"

/** Names of the parameters of a variant and its formulas, with x the argument. */
export interface TersoffFormulas {
  /** f_C(r) of R and D. */
  readonly screen: string
  /** V_R(r), and V_A(r), of the pair's parameters. */
  repulsion(a: number, b: number): string
  readonly attraction: string
  /** b(ζ) of the bond's parameters. */
  readonly order: string
  /** g(cos θ), and e(r_ij − r_ik), of the angle's parameters. */
  readonly angle: string
  asymmetry(m: 1 | 3): string
}

/** `R` and `D` where the cutoff function falls from 1 at R − D to 0 at R + D. */
const sineScreen = "if(x < R - D, 1, if(x < R + D, 0.5 - 0.5*sin(pi*(x - R)/(2*D)), 0))"
/** The same with a vanishing curvature at both ends; T. Kumagai et al., doi:10.1016/j.commatsci.2006.07.013. */
const smoothScreen = "if(x < R - D, 1, if(x < R + D, 0.5 - 0.5625*sin(pi*(x - R)/(2*D)) - 0.0625*sin(3*pi*(x - R)/(2*D)), 0))"

/** (1 + (scale ζ)^power)^(−decay), by logarithms: powers of large sums would overflow. */
function orderOf(scaled: string, power: string, decay: string): string {
  const softplus = "if(u < 0, log(1 + exp(u)), u + log(1 + exp(-u)))"
  return `let t = ${scaled}\nlet u = ${power}*log(t)\nif(t > 1e-250, exp(-${decay}*${softplus}), 1)`
}

/** exp of the power m of λ₃ (r_ij − r_ik), held below 10³⁰ as in LAMMPS. */
function asymmetryOf(name: string, m: 1 | 3): string {
  return `exp(min((${name}*x)^${m}, 69.0776))`
}

/** Bohr radius [Å] and ε₀ [e²/(eV Å)] with the digits of LAMMPS. */
const BOHR = 0.529
const PERMITTIVITY = 0.00552635

/** The screened repulsion of two nuclei as in `pair_style tersoff/zbl`. */
function nuclearRepulsion(a: number, b: number): string {
  const length = (0.8854 * BOHR) / (a ** 0.23 + b ** 0.23)
  const terms = [
    [0.1818, 3.2],
    [0.5099, 0.9423],
    [0.2802, 0.4029],
    [0.02817, 0.2016],
  ].map(([c, d]) => `${c}*exp(-${d / length}*x)`)
  return `${(a * b) / (4 * Math.PI * PERMITTIVITY)}/x*(${terms.join(" + ")})`
}

const standard: TersoffFormulas = {
  screen: sineScreen,
  repulsion: () => `A*exp(-lambda1*x)*${sineScreen}`,
  attraction: `-B*exp(-lambda2*x)*${sineScreen}`,
  order: orderOf("beta*x", "n", "1/(2*n)"),
  // c²/d² − c²/(d² + y²) without its cancellation.
  angle: "let y = (x - cosine)^2\ngamma*(1 + c^2*y/(d^2*(d^2 + y)))",
  asymmetry: (m: 1 | 3) => asymmetryOf("lambda3", m),
}

const modified: TersoffFormulas = {
  screen: smoothScreen,
  repulsion: () => `A*exp(-lambda1*x)*${smoothScreen}`,
  attraction: `-B*exp(-lambda2*x)*${smoothScreen}`,
  order: orderOf("x", "eta", "1/(2*n)"),
  angle: "let y = (x - cosine)^2\nc1 + c2*y/(c3 + y)*(1 + c4*exp(-c5*y))",
  asymmetry: (m: 1 | 3) => asymmetryOf("lambda3", m),
}

const fermi = "1/(1 + exp(-fermiDecay*(x - fermiCentre)))"

/** The formulas of all variants. */
export const tersoffFormulas: Readonly<Record<TersoffForm, TersoffFormulas>> = {
  tersoff: standard,
  "tersoff/mod": modified,
  "tersoff/mod/c": { ...modified, repulsion: () => `(A*exp(-lambda1*x) + c0)*${smoothScreen}` },
  "tersoff/zbl": {
    ...standard,
    repulsion: (a: number, b: number) => `let F = ${fermi}\nF*A*exp(-lambda1*x)*${sineScreen} + (1 - F)*${nuclearRepulsion(a, b)}`,
    attraction: `let F = ${fermi}\n-B*exp(-lambda2*x)*${sineScreen}*F`,
  },
}

/** Names of the pair's parameters in the repulsion of a variant. */
export function repulsionNames(form: TersoffForm): readonly string[] {
  return ["A", "lambda1", "R", "D", ...extraNames(form)]
}

/** Names of the pair's parameters in the attraction of a variant. */
export function attractionNames(form: TersoffForm): readonly string[] {
  return ["B", "lambda2", "R", "D", ...(form === "tersoff/zbl" ? extraNames(form) : [])]
}

function extraNames(form: TersoffForm): readonly string[] {
  return form === "tersoff/zbl" ? ["fermiCentre", "fermiDecay"] : form === "tersoff/mod/c" ? ["c0"] : []
}

/** Published silicon: J. Tersoff, doi:10.1103/PhysRevB.38.9902; modified: T. Kumagai et al., doi:10.1016/j.commatsci.2006.07.013. */
const silicon = { neighbour: 2.35, depth: 2.3 }

/** An unbounded or non-negative number of no transform. */
export function plain(
  name: string,
  unit: string,
  doc: string,
  start: SectionParameter["start"],
  lower: number = Number.NEGATIVE_INFINITY,
): SectionParameter {
  return { name, unit, lower, upper: Infinity, transform: "identity", doc, start }
}

/** A positive number that may vary by orders of magnitude. */
export function scaleFree(name: string, unit: string, doc: string, start: SectionParameter["start"], lower = 1e-30): SectionParameter {
  return { name, unit, lower, upper: 1e30, transform: "log", doc, start }
}

/** A published energy or length of silicon, brought to the sizes of the data. */
export const energyLike =
  (value: number): SectionParameter["start"] =>
  ({ depth }) =>
    (value * depth) / silicon.depth

/** See `energyLike`. */
export const lengthLike =
  (value: number): SectionParameter["start"] =>
  ({ neighbour }) =>
    (value * neighbour) / silicon.neighbour

/** See `energyLike`. */
export const rateLike =
  (value: number): SectionParameter["start"] =>
  ({ neighbour }) =>
    (value * silicon.neighbour) / neighbour
