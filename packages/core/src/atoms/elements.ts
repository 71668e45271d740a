/**
 * Symbols and masses of the elements.
 *
 * Masses are the standard atomic weights of IUPAC 2021 (T. Prohaska et al., Pure Appl. Chem. 94, 573 (2022),
 * doi:10.1515/pac-2019-0603), the abridged conventional value where IUPAC gives an interval; for an element without a standard
 * weight, the mass number of its most stable isotope.
 */
const table = `
H 1.008|He 4.002602|Li 6.94|Be 9.0121831|B 10.81|C 12.011|N 14.007|O 15.999|F 18.998403162|Ne 20.1797
Na 22.98976928|Mg 24.305|Al 26.9815384|Si 28.085|P 30.973761998|S 32.06|Cl 35.45|Ar 39.95|K 39.0983|Ca 40.078
Sc 44.955907|Ti 47.867|V 50.9415|Cr 51.9961|Mn 54.938043|Fe 55.845|Co 58.933194|Ni 58.6934|Cu 63.546|Zn 65.38
Ga 69.723|Ge 72.630|As 74.921595|Se 78.971|Br 79.904|Kr 83.798|Rb 85.4678|Sr 87.62|Y 88.905838|Zr 91.224
Nb 92.90637|Mo 95.95|Tc 97|Ru 101.07|Rh 102.90549|Pd 106.42|Ag 107.8682|Cd 112.414|In 114.818|Sn 118.710
Sb 121.760|Te 127.60|I 126.90447|Xe 131.293|Cs 132.90545196|Ba 137.327|La 138.90547|Ce 140.116|Pr 140.90766|Nd 144.242
Pm 145|Sm 150.36|Eu 151.964|Gd 157.25|Tb 158.925354|Dy 162.500|Ho 164.930329|Er 167.259|Tm 168.934219|Yb 173.045
Lu 174.9668|Hf 178.486|Ta 180.94788|W 183.84|Re 186.207|Os 190.23|Ir 192.217|Pt 195.084|Au 196.966570|Hg 200.592
Tl 204.38|Pb 207.2|Bi 208.98040|Po 209|At 210|Rn 222|Fr 223|Ra 226|Ac 227|Th 232.0377
Pa 231.03588|U 238.02891|Np 237|Pu 244|Am 243|Cm 247|Bk 247|Cf 251|Es 252|Fm 257
Md 258|No 259|Lr 262|Rf 267|Db 270|Sg 269|Bh 270|Hs 270|Mt 278|Ds 281
Rg 281|Cn 285|Nh 286|Fl 289|Mc 289|Lv 293|Ts 293|Og 294`

const entries = table
  .trim()
  .split(/[|\n]/u)
  .map((entry) => entry.split(" "))

/** Symbol by atomic number; index 0 is `X`, which no structure may hold. */
export const symbols: readonly string[] = Object.freeze(["X", ...entries.map(([symbol]) => symbol)])

/** Standard atomic mass by atomic number [amu]; index 0 is NaN. */
export const masses: readonly number[] = Object.freeze([Number.NaN, ...entries.map(([, mass]) => Number(mass))])

const numbers: ReadonlyMap<string, number> = new Map(symbols.map((symbol, z) => [symbol, z] as const).slice(1))

/** Chemical symbol of an atomic number from 1 to 118. */
export function symbolOf(number: number): string {
  const symbol = symbols[number]
  if (number < 1 || symbol === undefined) throw new RangeError(`no element has atomic number ${number}`)
  return symbol
}

/** Atomic number of a chemical symbol in its exact spelling, or `undefined`. */
export function numberOf(symbol: string): number | undefined {
  return numbers.get(symbol)
}

/** Standard atomic mass [amu] of an atomic number from 1 to 118. */
export function massOf(number: number): number {
  const mass = masses[number]
  if (number < 1 || mass === undefined) throw new RangeError(`no element has atomic number ${number}`)
  return mass
}

/** The element whose standard mass lies within `tolerance` of `mass` [amu] and nearest to it, or `undefined`. */
export function elementOfMass(mass: number, tolerance = 0.1): number | undefined {
  let best: number | undefined
  for (let z = 1; z <= 118; z++) {
    const away = Math.abs(masses[z] - mass)
    if (away <= tolerance && (best === undefined || away < Math.abs(masses[best] - mass))) best = z
  }
  return best
}

/** Atomic numbers present, ascending. */
export function elementsOf(numbers: Iterable<number>): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b)
}
