import { describe } from "vitest"
import { config, embedded, train } from "./good.ts"
import { changed, refuses, type Malformed } from "./refusal.ts"

/** What is wrong; what is replaced in the good config, and by what, § where the error must point; what it must say. */
type Change = readonly [name: string, from: string, to: string, said: RegExp, place?: string]

const settings: readonly Change[] = [
  ["a number for a file", "train.xyz", "§5", /text.*list|5/],
  ["no file", "train.xyz", "§[]", /at least one file/],
  ["a number among the files", "train.xyz", "[train.xyz, §7]", /expected a text, here is 7/],
  ["one element without its list", "[Ne, Xe]", "§Ne", /list.*"Ne"/],
  ["a condition as cutoff", "cutoff: 9", "cutoff: §true", /true/],
  ["a cutoff nearer than any two atoms", "cutoff: 9", "cutoff: §2.5", /within the cutoff of 2\.5 Å.*2\.900 Å/],
  ["a seed of one and a half", "seed: 3", "seed: §1.5", /whole number.*1\.5/],
  ["a negative seed", "seed: 3", "seed: §-1", /at least 0.*-1/],
  ["a seed of words", "seed: 3", "seed: §three", /number.*"three"/],
  ["no threads", "seed: 3", "threads: §0", /at least 1.*0/],
  ["many iterations", "maxIterations: 20", "maxIterations: §many", /number.*"many"/],
  ["no starts", "maxIterations: 20", "search: { method: multi-start, starts: §0 }", /at least 2/],
  ["a tolerance of one", "maxIterations: 20", "tolerance: §1", /at most 0\.01/],
  ["a solver that is not there", "maxIterations: 20", "kind: §newton", /newton.*levenberg-marquardt/],
  ["a solver by its name only", "{ maxIterations: 20 }", "§linear", /mapping.*"linear"/],
  ["a condition in words", "references: none", "energy: §of course", /boolean|true or false/],
  ["references of no known sort", "references: none", "references: §fitted", /"fit", "profile".*"fitted"/],
  ["a mapping for a text", "references: none", "normalisation: §{ by: count }", /likelihood.*mapping/],
  ["σ in the unit of a force", "2 meV/atom", "§2 meV/Å", /meV\/Å.*eV\/atom/],
  ["σ in no unit", "2 meV/atom", "§2 parsec", /parsec.*eV\/atom/],
  ["σ with words behind its unit", "2 meV/atom", "§2 meV/atom each", /meV\/atom each/],
  ["σ without a number", "2 meV/atom", "§meV/atom", /meV\/atom.*quantity|number/],
  ["a negative σ", "2 meV/atom", "§-2 meV/atom", /above zero/],
  ["a σ of zero", "50 meV/Å", "§0", /above zero/],
  ["an infinite σ", "50 meV/Å", "§.inf", /Infinity/],
  ["a negative ridge", "references: none", "ridge: §-1", /at least 0.*-1/],
  ["a prior of negative width", "references: none", "priors: { pair.Ne-Ne.epsilon: { mean: 1, sigma: §-1 } }", /more than 0.*-1/],
  ["a prior without a width", "references: none", "priors: { pair.Ne-Ne.epsilon: §{ mean: 1 } }", /"sigma" is missing/],
  ["a prior of no parameter", "references: none", "priors: { §pair.Ne-Ne.eps: { mean: 1, sigma: 1 } }", /no parameter.*pair\.Ne-Ne\.eps/],
  ["a negative smoothness", "references: none", "smoothness: { pair: §-2 }", /at least 0.*-2/],
  [
    "estimated σ in a balanced loss",
    "  sigma: { energy: 2 meV/atom, forces",
    "  normalisation: balanced\n  sigma: §{ forces",
    /σ.*balanced/,
  ],
  ["a reference of an element that is not there", "references: none", "references: { Ne: 0, Xe: 0, Ar: §-1 }", /Ar/],
  ["an element without its reference", "references: none", "references: §{ Ne: -1 eV }", /no reference energy.*Xe/],
  ["free atoms that are not in the data", "references: none", "references: §isolated", /no isolated Ne atom/],
  ["σ of a group that is not there", "50 meV/Å }", "50 meV/Å, groups: { §NeAr: { energy: 1 meV } } }", /NeAr/],
  ["a stress offset of a group without stresses", "references: none", "stressOffset: { groups: §[NeXe] }", /NeXe.*no stresses/],
]

const potentials: readonly Change[] = [
  ["no kind", "  kind: pair\n  elements", "  §elements", /"kind" is missing/],
  ["an unknown kind", "kind: pair", "kind: §pear", /"pear".*did you mean "pair"/],
  ["an unknown element", "[Ne, Xe]", "[Ne, §Xx]", /"Xx"/],
  ["an element twice", "[Ne, Xe]", "[Ne, Xe, §Ne]", /Ne is given twice/],
  ["a cutoff in electronvolts", "cutoff: 9", "cutoff: §9 eV", /length/],
  ["a negative cutoff", "cutoff: 9", "cutoff: §-9", /above 0/],
  ["an infinite cutoff", "cutoff: 9", "cutoff: §.inf", /Infinity/],
  ["an absurd cutoff", "cutoff: 9", "cutoff: §90000", /at most 100 Å.*90000/],
  ["a missing pair", "    Xe-Xe: { spline: { knots: 8 } }\n", "", /no function is given for Xe-Xe/, "fit.yaml:8:5"],
  ["a pair of no element", "Ne-Ne:", "§Ne-Ar:", /"Ne-Ar" is no pair of Ne, Xe/],
  ["a pair in both orders", "Xe-Xe: { spline: { knots: 8 } }", "§Xe-Ne: { spline: { knots: 8 } }", /Ne-Xe is given twice/],
  ["an unknown form", "form: lennard-jones", "form: §lenard-jones", /lenard-jones.*did you mean "lennard-jones"/],
  ["a pair without function", "{ spline: { knots: 8 } }", "§{ cutoff: 7 }", /"form".*"formula".*"spline"/],
  ["a form and a formula", "form: lennard-jones,", "form: lennard-jones, §formula: 1/r,", /"formula"/],
  ["a parameter without a start", "A: 900, ", "", /parameter "A".*no starting value/, "fit.yaml:11:19"],
  ["a parameter that starts in words", "b: 3.1", "b: §soft", /"soft"/],
  ["an infinite start", "b: 3.1", "b: §.inf", /Infinity/],
  ["a start that is no number", "b: 3.1", "b: §.nan", /not a number/],
  ["bounds the wrong way round", "lower: 0", "lower: §50, upper: 10", /wrong way round: 50 > 10/],
  ["a start outside its bounds", "value: 40", "value: §-40", /starts at -40, outside its bounds 0/],
  ["the logarithm of a negative start", "{ value: 40, lower: 0 }", "{ value: §-40, transform: log }", /logarithm.*-40/],
  ["another unit than that of the form", "sigma: 2.8", "sigma: { value: 2.8, unit: §nm }", /in Å, not nm/],
  ["a tie to nowhere", "{ value: 40, lower: 0 }", "{ tie: §pair.Ne-Ne.sigm }", /pair\.Ne-Ne\.sigm.*did you mean "pair\.Ne-Ne\.sigma"/],
  ["a tie in a circle", "A: 900, b: 3.1", "A: { tie: §b }, b: { tie: A }", /circle/],
  ["a tie to itself", "b: 3.1", "b: { tie: §b }", /circle|itself/],
  ["a switch beyond the cutoff", "form: lennard-jones,", "form: lennard-jones, switch: { polynomial: §9.5 },", /9\.5 Å, not below.*9 Å/],
  ["a switch that is not there", "form: lennard-jones,", "form: lennard-jones, switch: §smooth,", /force-shift.*smooth/],
  ["knots that do not increase", "knots: 8", "knots: §[3, 5, 4, 9]", /increas.*5.*4|4.*5.*increas/],
  ["knots that end before the cutoff", "knots: 8", "knots: §[3, 5, 7]", /last knot is at 7 Å, the cutoff at 9 Å/],
  ["two knots", "knots: 8", "knots: §2", /at least 3.*2/],
  ["negative knots", "knots: 8", "knots: §[-3, 5, 9]", /-3/],
  ["a spline that starts beyond the cutoff", "knots: 8", "knots: 8, start: §9.5", /9\.5 Å, not below the cutoff/],
  ["too many values", "knots: 8", "knots: [3, 5, 7, 9], values: §[1, 2, 3, 4, 5]", /5 values.*3 parameters/],
  ["a solver for linear parameters only", "maxIterations: 20", "kind: §linear", /linear/],
]

const embedding: readonly Change[] = [
  ["an unknown density", "form: exponential", "form: §exponental", /exponental.*did you mean "exponential"/],
  ["a density of no element", "Ne: { spline: { knots: 5 } }", "§Ar: { spline: { knots: 5 } }", /"Ar" is none of Ne, Xe/],
  ["an element without density", "Ne: { spline: { knots: 5 } }, ", "", /no function is given for Ne/, "fit.yaml:8:12"],
  ["a density of pairs in the alloy style", "Ne: { spline", "§Ne-Xe: { spline", /Ne-Xe/],
  ["an unknown embedding", "finnis-sinclair", "§finis-sinclair", /did you mean "finnis-sinclair"/],
  ["embedding knots that do not increase", "form: finnis-sinclair", "spline: { knots: §[0, 2, 1] }", /increas/],
  ["an embedding that ends below zero", "form: finnis-sinclair", "spline: { end: §-1 }", /more than 0.*-1/],
  ["a style that is not there", "kind: eam", "kind: eam\n  style: §meam", /meam.*alloy/],
]

describe("a setting", () => {
  refuses(settings.map((change) => inConfig(config, change)))
})

describe("a pair potential", () => {
  refuses(potentials.map((change) => inConfig(config, change)))
})

describe("an embedded-atom potential", () => {
  refuses(embedding.map((change) => inConfig(embedded, change)))
})

describe("a sum", () => {
  const terms = (second: string): string =>
    `data: { train: train.xyz }\npotential:\n  kind: sum\n  terms:\n    - { kind: pair, pairs: { "*-*": { form: morse } } }\n    - ${second}\n`
  const malformed: readonly (readonly [string, string, RegExp])[] = [
    ["a term of no kind", "{ kind: §zlb }", /"zlb".*did you mean "zbl"/],
    ["a repulsion that ends before it begins", "{ kind: zbl, inner: §2, outer: 1.5 }", /inner radius 2 Å.*1\.5 Å/],
    ["an unknown key in a term", "{ kind: zbl, §iner: 2 }", /unknown key "iner".*did you mean "inner"/],
  ]
  refuses(malformed.map(([name, second, said]) => ({ name, files: { "train.xyz": train, "fit.yaml": terms(second) }, said })))
})

function inConfig(good: string, [name, from, to, said, place]: Change): Malformed {
  return { name, files: { "train.xyz": train, "fit.yaml": changed(good, from, to) }, said, place }
}
