import { expect, test } from "vitest"
import {
  bar,
  bohr,
  boltzmann,
  coulomb,
  gigapascal,
  hartree,
  kilobar,
  kilocaloriePerMole,
  kilojoulePerMole,
  kineticUnit,
} from "./constants.ts"

test("derived constants agree with the values CODATA 2022 prints for them", () => {
  // https://physics.nist.gov/cuu/Constants/Table/allascii.txt, 2022 adjustment.
  expect(boltzmann).toBeCloseTo(8.617333262e-5, 14)
  // Rydberg constant times hc, 13.605 693 122 990 eV, is half a hartree.
  expect(hartree / 2).toBeCloseTo(13.60569312299, 11)
  // α ħ c, with α = 7.297 352 5643e-3 and ħc = 197.326 980 4... MeV fm = 1973.269 804 593 eV·Å.
  expect(coulomb).toBeCloseTo(7.2973525643e-3 * 1973.269804593025, 8)
  // amu c² = 931.494 103 72 MeV, c = 2997.924 58 Å/fs.
  expect(kineticUnit).toBeCloseTo(931.49410372e6 / 2997.92458 ** 2, 6)
  expect(bohr).toBeCloseTo(coulomb / hartree, 12)
})

test("pressures are one another's powers of ten", () => {
  expect(1 / gigapascal).toBeCloseTo(160.2176634, 7)
  expect(gigapascal / kilobar).toBeCloseTo(10, 12)
  expect(kilobar / bar).toBeCloseTo(1000, 9)
})

test("molar energies", () => {
  expect(kilocaloriePerMole / kilojoulePerMole).toBeCloseTo(4.184, 12)
  // Faraday constant, 96 485.332 12 C/mol: 1 eV is that many J/mol.
  expect(1 / kilojoulePerMole).toBeCloseTo(96.48533212, 8)
})
