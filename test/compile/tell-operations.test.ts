import { describe, expect, test } from 'vitest';
import { compareClaims } from '../../src/compile/order-of-evidence.ts';
import { noPageFacts, pageOrder } from '../../src/compile/page-order.ts';
import { type PlacedClaim, tellOperations } from '../../src/compile/tell-operations.ts';
import type { Claim } from '../../src/model/claim.ts';
import { aClaim } from '../support/claims.ts';

const paint = [{ action: 'ims:crates:paint' }];
const load = [{ action: 'ims:crates:load' }];

/** A row of `POST /v1/crates/action`. */
function row(page: string, number: number, title: string, members: Partial<Claim> = {}): PlacedClaim {
  const claim = aClaim({ page: `hwc/crates/${page}.md`, row: number, title, ...members });
  return { ...claim, method: 'POST', path: '/v1/crates/action' };
}

/** `label: page row, page row` for each operation, and what matches none. */
function told(claims: readonly PlacedClaim[]): string[] {
  const { operations, unmatched } = tellOperations([...claims].sort(compareClaims), pageOrder(noPageFacts));
  const place = ({ page, row: number }: Claim) => `${page.slice('hwc/crates/'.length, -3)}${number}`;
  return [
    ...operations.map(({ label = '-', claims: of }) => `${label}: ${of.map(place).join(' ')}`),
    ...unmatched.map((claim) => `unmatched: ${place(claim)}`),
  ];
}

describe('operations behind one method and path', () => {
  test.each<[string, PlacedClaim[], string[]]>([
    ['one row', [row('a', 1, 'Paint')], ['-: a1']],
    ['rows of one page', [row('a', 1, 'Paint'), row('a', 2, 'Load')], ['Load: a2', 'Paint: a1']],
    [
      'one title twice, in other spelling',
      [row('a', 1, 'Paint （native）'), row('a', 2, 'Load'), row('a', 3, 'paint(native )')],
      ['Load: a2', 'Paint （native）: a1 a3'],
    ],
    ['copies with other titles', [row('a', 1, 'Paints a crate.'), row('b', 1, 'Painting')], ['-: a1 b1']],
    [
      'copies that disagree',
      [
        row('a', 1, 'Paints a crate.', { actions: paint }),
        row('b', 1, 'Colouring', { actions: [...paint, ...load] }),
      ],
      ['-: a1 b1'],
    ],
    [
      'pages with nothing in common',
      [row('a', 1, 'Paint', { actions: paint }), row('b', 1, 'Load', { actions: load })],
      ['Load: b1', 'Paint: a1'],
    ],
    [
      'another page joins by title, by actions, by likeness, or stands alone',
      [
        row('a', 1, 'Paint a crate', { actions: paint }),
        row('a', 2, 'Load a crate', { actions: load }),
        row('a', 3, 'Ship'),
        row('a', 4, 'Sink'),
        row('b', 1, 'paint a crate', { actions: [{ action: 'ims:crates:brush' }] }),
        row('b', 2, 'Verladen', { actions: load }),
        row('c', 1, 'Painting a crate', { actions: [...paint, ...load] }),
        row('b', 4, 'Burn', { actions: [{ action: 'ims:crates:burn' }] }),
      ],
      ['Burn: b4', 'Load a crate: a2 b2', 'Paint a crate: a1 b1 c1', 'Ship: a3', 'Sink: a4'],
    ],
    [
      'titles that are alike for what stands in brackets only',
      [
        row('a', 1, 'Paint (native crate API)', { actions: paint }),
        row('a', 2, 'Load (native crate API)', { actions: load }),
        row('b', 1, 'Burn (native crate API)', { actions: [{ action: 'ims:crates:burn' }] }),
      ],
      ['Burn (native crate API): b1', 'Load (native crate API): a2', 'Paint (native crate API): a1'],
    ],
    [
      'an older page joins, but makes no operation of its own',
      [
        row('a', 1, 'Paint', { actions: paint }),
        row('a', 2, 'Load', { actions: load }),
        row('old', 1, 'Load', { status: 'superseded', actions: paint }),
        row('old', 2, 'Burn', { status: 'superseded', actions: [{ action: 'ims:crates:burn' }] }),
      ],
      ['Load: a2 old1', 'Paint: a1', 'unmatched: old2'],
    ],
    [
      'only older pages',
      [
        row('old', 1, 'Paint', { status: 'retired', actions: paint }),
        row('old', 2, 'Load', { status: 'retired', actions: load }),
      ],
      ['Load: old2', 'Paint: old1'],
    ],
    [
      'rows without title',
      [row('a', 1, '', { query: 'do=paint' }), row('a', 2, '', { actions: load })],
      ['do=paint: a1', 'ims:crates:load: a2'],
    ],
  ])('%s', (_name, claims, expected) => {
    expect(told(claims)).toEqual(expected);
  });
});
