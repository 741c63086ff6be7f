// mingo with every operator registered, and the few that it lacks or answers differently from MongoDB.
import { Context } from 'mingo/core'
import * as accumulators from 'mingo/operators/accumulator'
import * as expressions from 'mingo/operators/expression'
import * as pipeline from 'mingo/operators/pipeline'
import * as projections from 'mingo/operators/projection'
import * as queries from 'mingo/operators/query'
import * as windows from 'mingo/operators/window'
import { Query } from 'mingo/query'
import { expressionFixes } from './expressions'
import { geoOperators } from './geo'
import { dig } from './keys'

type Criteria = Record<string, unknown>

/** mingo's own lets scalars through where the criteria are fields. */
const elemMatch = (selector: string, criteria: Criteria) => {
  const keys = Object.keys(criteria)
  const onValue = keys.length > 0 && keys.every((key) => key.startsWith('$') && !['$and', '$or', '$nor'].includes(key))
  const query = new Query((onValue ? { value: criteria } : criteria) as never, { context: base } as never)
  const fits = (item: unknown) =>
    onValue
      ? query.test({ value: item } as never)
      : typeof item === 'object' && item !== null && query.test(item as never)
  return (doc: unknown) => {
    const value = dig(doc, selector)
    return Array.isArray(value) && value.some(fits)
  }
}

const ownQueries = { $elemMatch: elemMatch, ...geoOperators }

/** mingo copies the whole table of operators for every query and update, so those have a small one. What is registered first stays. */
const base = Context.init({})
  .addQueryOps(ownQueries as never)
  .addQueryOps(queries as never)

/** For aggregations: everything. */
export const context = Context.init({})
  .addQueryOps(ownQueries as never)
  .addQueryOps(queries as never)
  .addExpressionOps(expressionFixes as never)
  .addExpressionOps(expressions as never)
  .addPipelineOps(pipeline as never)
  .addAccumulatorOps(accumulators as never)
  .addProjectionOps(projections as never)
  .addWindowOps(windows as never)

/** Expressions within a query need the large table. */
const withExpressions = (_field: string, expression: unknown) => {
  const query = new Query({ $expr: expression } as never, { context } as never)
  return (doc: unknown) => query.test(doc as never)
}

/** For updates: mingo adds its own. */
export const updateContext = Context.init({}).addQueryOps(ownQueries as never)

/** For queries. */
export const queryContext = Context.init({})
  .addQueryOps({ ...ownQueries, $expr: withExpressions } as never)
  .addQueryOps(queries as never)
