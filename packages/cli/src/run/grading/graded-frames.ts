import { type Configuration, formatExtxyz } from "@luthier/core"

/** A frame by its grades. */
export interface GradedFrame {
  readonly file: string
  readonly frame: number
  readonly group: string
  readonly atoms: number
  readonly largest: number
  /** Atom of the largest grade, counted from 0, and its atomic number. */
  readonly atom: number
  readonly number: number
  /** Atoms beyond the edge of the data: of grades above 1, give or take the tolerance that the edge was found with. */
  readonly beyond: number
}

/** Grades of atoms at the edge of the data, which was found to 1 %. */
const EDGE = 1.011

/** What the grades of a frame come to. */
export function gradedFrame({ structure, group, origin }: Configuration, grades: Float64Array): GradedFrame {
  let atom = 0
  grades.forEach((grade, i) => (atom = grade > grades[atom] ? i : atom))
  const beyond = grades.reduce((count, grade) => count + (grade > EDGE ? 1 : 0), 0)
  const { file, frame } = origin
  return { file, frame, group, atoms: grades.length, largest: grades[atom], atom, number: structure.numbers[atom], beyond }
}

/** The text of a frame as read, with the grade of every atom and the largest of them. */
export function gradedText(configuration: Configuration, grades: Float64Array, { largest }: GradedFrame): string {
  return formatExtxyz(configuration, { columns: [{ name: "grade", width: 1, values: grades }], info: { largest_grade: largest } })
}
