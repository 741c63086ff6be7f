// The door of goods in one value, so that all of it is loaded when the first call comes to it.
import { handing } from './handing'
import { offers } from './offers'
import { pool } from './pool'
import { shelves } from './shelves'
import { stock } from './stock'

export const goods = { ...offers, ...pool, ...stock, ...shelves, ...handing }
