/** A mobile network operator that payments can be taken from. */
export interface Operator {
  /** The platform's ID, as in `account.type` and `selected_operator`: `TELE2`. */
  readonly id: string;
  readonly name: string;
}
