import { expect, test } from "vitest"
import { elementOfMass, elementsOf, massOf, masses, numberOf, symbolOf, symbols } from "./elements.ts"

test("118 different symbols, each leading back to its number", () => {
  expect(symbols).toHaveLength(119)
  expect(new Set(symbols).size).toBe(119)
  for (let z = 1; z <= 118; z++) {
    expect(symbolOf(z)).toMatch(/^[A-Z][a-z]?$/u)
    expect(numberOf(symbolOf(z))).toBe(z)
  }
  // Landmarks of the table: noble gases and the last naturally abundant element.
  expect([2, 10, 18, 36, 54, 86, 118].map(symbolOf)).toEqual(["He", "Ne", "Ar", "Kr", "Xe", "Rn", "Og"])
  expect([29, 47, 57, 71, 72, 79, 92].map(symbolOf)).toEqual(["Cu", "Ag", "La", "Lu", "Hf", "Au", "U"])
})

test("masses grow with Z but for the known inversions", () => {
  const inversions: string[] = []
  for (let z = 1; z < 92; z++) {
    expect(massOf(z) / z).toBeGreaterThan(z === 1 ? 1 : 1.9)
    expect(massOf(z) / z).toBeLessThan(2.7)
    if (massOf(z + 1) < massOf(z)) inversions.push(`${symbolOf(z)} ${symbolOf(z + 1)}`)
  }
  // Argon–potassium, cobalt–nickel, tellurium–iodine, thorium–protactinium.
  expect(inversions).toEqual(["Ar K", "Co Ni", "Te I", "Th Pa"])
})

test("an element is found by its mass, in the precision files have", () => {
  for (const z of [1, 3, 6, 13, 14, 22, 29, 41, 42, 73, 74, 79]) {
    expect(elementOfMass(Number(massOf(z).toFixed(2)))).toBe(z)
  }
  expect(elementOfMass(2.5)).toBeUndefined()
  // Cobalt and nickel are 0.24 amu apart.
  expect(elementOfMass(58.93)).toBe(27)
  expect(elementOfMass(58.69)).toBe(28)
})

test("what is not an element is refused", () => {
  expect(numberOf("X")).toBeUndefined()
  expect(numberOf("cu")).toBeUndefined()
  expect(numberOf("toString")).toBeUndefined()
  for (const z of [0, -1, 119, 1.5, Number.NaN]) {
    expect(() => symbolOf(z)).toThrow(RangeError)
    expect(() => massOf(z)).toThrow(RangeError)
  }
  expect(Number.isNaN(masses[0])).toBe(true)
  expect(elementsOf([29, 1, 29, 13])).toEqual([1, 13, 29])
})
