/** The advice for links that find no way never leads across a security border. */

import { expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { diagram } from '../src/dsl/diagram.ts';
import { node, subnet, vpc } from '../src/dsl/element.ts';
import { connect } from '../src/dsl/link.ts';
import type { DiagramContent } from '../src/model/content.ts';
import type { Diagram } from '../src/model/diagram.ts';
import type { ElementFacts } from '../src/model/facts.ts';
import type { Arranged } from '../src/render/arrange/arrange.ts';
import { shortcomings } from '../src/render/shortcomings.ts';

/** What is said of the links of a diagram, as if none had found a way. */
function crowded(content: DiagramContent) {
  const of = resolve(content).value as Diagram;
  const arranged = {
    quality: { points: 20, aspect: 1, blank: 0 },
    scene: { groups: [], nodes: [], links: [], frame: {} },
    unlabelled: [],
    unrouted: Object.keys(of.links),
  } as unknown as Arranged;
  return shortcomings(arranged, of, 'A3').filter(({ code }) => code === 'link-crowded');
}

const hintOf = (content: DiagramContent): string | undefined => crowded(content)[0]?.hint;

const SPLIT = 'Split the diagram, or try another `direction`.';
const GROUPS =
  'Link groups instead of their members, split the diagram, or try another `direction`.';

/** A link from outside into a network of a server and two subnets. */
function into(network: ElementFacts, one: ElementFacts, two: ElementFacts): DiagramContent {
  const [user, web] = [node('aws:ec2', 'user'), node('aws:ec2', 'web')];
  const group = vpc('pay', network, [subnet('a', one), subnet('b', two), web]);
  return diagram('T', { content: [user, group], links: connect(user, web) });
}

test.each([
  [{}, {}, {}, GROUPS],
  [{ zone: 'cde' }, {}, {}, GROUPS],
  [{ zone: 'cde' }, { zone: 'cde' }, {}, GROUPS],
  [{ zone: 'connected' }, { zone: 'cde' }, {}, SPLIT],
  [{}, { zone: 'cde' }, { zone: 'connected' }, SPLIT],
  [{}, { zone: 'cde' }, { zone: 'cde' }, SPLIT],
] as const)('a network %j with subnets %j and %j: %s', (network, one, two, hint) => {
  expect(hintOf(into(network, one, two))).toBe(hint);
});

test.each([
  [2, ['the link from "a" to "b0" finds', 'the link from "a" to "b1" finds']],
  [9, ['9 links find']],
] as const)('of %i such links: %j', (size, said) => {
  const ends = Array.from({ length: size }, (_, i) => node('aws:ec2', `b${i}`));
  const a = node('aws:ec2', 'a');
  const found = crowded(diagram('T', { content: [a, ...ends], links: connect(a, ends) }));
  expect(found.map(({ message }) => message.split(' no way')[0])).toEqual(said);
});
