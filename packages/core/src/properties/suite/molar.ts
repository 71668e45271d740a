import { kilojoulePerMole } from "../../units/constants.ts"

/** eV/K/atom in J/(mol K), moles of atoms. */
export function jouleOfMole(value: number): number {
  return (1000 * value) / kilojoulePerMole
}
