// GitHub as GitHub itself describes it. Takes the REST operations to serve ("GET /repos/{owner}/{repo}") as a JSON array in
// its one argument; says its addresses and every documented answer on one line; ends when its input does.
// REST: @octokit/openapi through Prism, which answers 422 to a request that breaks the description, and 500 where the
// answer would. GraphQL: the public schema, executed: a question that does not fit it is answered with errors.
import { createServer as createHttpServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
// Prism is CommonJS.
const { createServer } = require('@stoplight/prism-http-server');
const { getHttpOperationsFromSpec } = require('@stoplight/prism-http');
const { createLogger } = require('@stoplight/prism-core');
const { buildSchema, execute, isEnumType, isLeafType, isListType, isNonNullType, parse, validate } = require('graphql');

const host = '127.0.0.1';
const description = JSON.parse(readFileSync(new URL('node_modules/@octokit/openapi/generated/api.github.com.deref.json', import.meta.url)));
const schema = buildSchema(readFileSync(new URL('node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url), 'utf8'), { assumeValid: true });

const { paths, answers } = cut(JSON.parse(process.argv[2]));
const rest = await serveRest({ openapi: description.openapi, info: description.info, paths });
const graphql = await serveGraphQl();
process.stdout.write(`${JSON.stringify({ rest, graphql, answers })}\n`);
process.stdin.resume().on('end', () => process.exit(0));

/** Only what is asked for: all of GitHub would take Prism long. */
function cut(routes) {
  const paths = {};
  const answers = [];
  for (const route of routes) {
    const [method, path] = route.split(' ');
    const operation = description.paths[path]?.[method.toLowerCase()];
    if (!operation) {
      throw new Error(`GitHub's description has no ${route}.`);
    }

    (paths[path] ??= {})[method.toLowerCase()] = operation;
    for (const [status, response] of Object.entries(operation.responses)) {
      const examples = Object.keys(response.content?.['application/json']?.examples ?? {});
      answers.push(...(examples.length ? examples : [null]).map((example) => ({ route, status: Number(status), example })));
    }
  }

  return { paths, answers };
}

async function serveRest(document) {
  const server = createServer(await getHttpOperationsFromSpec(document), {
    cors: false,
    config: {
      isProxy: false,
      validateRequest: true,
      // GitHub's own example of a conflict (PUT contents, 409) fits two schemas of its oneOf, which it may not.
      validateResponse: false,
      checkSecurity: true,
      errors: true,
      upstreamProxy: undefined,
      mock: { dynamic: false, ignoreExamples: false },
    },
    components: { logger: createLogger('mock', { level: 'silent' }) },
  });
  return await server.listen(0, host);
}

function serveGraphQl() {
  const server = createHttpServer(async (request, response) => {
    let text = '';
    for await (const part of request) {
      text += part;
    }

    const { query, variables } = JSON.parse(text);
    const document = parse(query);
    const errors = validate(schema, document);
    const result = errors.length
      ? { errors }
      : await execute({ schema, document, variableValues: variables, fieldResolver, typeResolver, contextValue: { turn: 0 } });
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(result));
  });
  return new Promise((resolve) => server.listen(0, host, () => resolve(`http://${host}:${server.address().port}/graphql`)));
}

/** Something of the right type for every field; a connection has as many nodes as were asked for. */
function fieldResolver(source, { first }, _context, info) {
  return value(info.returnType, info.fieldName, { first }, source?.first ?? 2);
}

function value(type, field, object, count) {
  if (isNonNullType(type)) {
    return value(type.ofType, field, object, count);
  }

  if (isListType(type)) {
    return Array.from({ length: count }, () => value(type.ofType, field, object, count));
  }

  if (isEnumType(type)) {
    return type.getValues()[0].value;
  }

  return isLeafType(type) ? scalar(type.name, field) : object;
}

function scalar(type, field) {
  switch (type) {
    case 'Int': return 42;
    case 'Float': return 4.2;
    case 'Boolean': return false;
    case 'DateTime': return '2026-11-20T09:30:00Z';
    case 'GitObjectID': return '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d';
    case 'URI': return 'https://github.com/octocat/Hello-World';
    default: return `a ${field}`;
  }
}

/** Of the types that the question has fields for, each in turn: every second tag is one with an object of its own. */
function typeResolver(_source, context, info) {
  const named = info.fieldNodes[0].selectionSet.selections.flatMap((part) => part.typeCondition?.name.value ?? []);
  return named[context.turn++ % named.length];
}
