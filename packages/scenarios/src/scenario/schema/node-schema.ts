// `nodes:` of a scenario.

import { forwardingVersion } from '@ospflab/ecmp';
import { showDialectNames } from '@ospflab/ospf-core';
import { milliseconds, seconds } from '@ospflab/sim';
import { z } from 'zod';
import { addressField, hostAddressesField, macField, routeTargetField } from './addresses.ts';
import { choice, field, flagField, integerField, kindIssue, listOf, mapOf, record } from './field.ts';
import { interfaceField, nameField, portField, sentenceField } from './names.ts';
import { clockField, durationField } from './quantities.ts';

const interfaceSchema = record(
  {
    segment: nameField('segment'),
    mac: macField.optional(),
    mtu: integerField(68, 65535, 'Largest IP packet, in bytes.').default(1500),
    address: hostAddressesField.optional(),
    addresses: listOf(hostAddressesField, 'addresses').optional(),
  },
  'An Ethernet interface and the segment it is plugged into.',
);

const fileText = 'A path beside the scenario, or the text itself as a `|` block.';

const filesSchema = record(
  {
    frr: sentenceField(`frr.conf. ${fileText}`).optional(),
    ospfd: sentenceField(`ospfd.conf. ${fileText}`).optional(),
    zebra: sentenceField(`zebra.conf. ${fileText}`).optional(),
    keepalived: sentenceField(`keepalived.conf. ${fileText}`).optional(),
    ipvsadm: sentenceField(`Rules as ipvsadm-save writes them. ${fileText}`).optional(),
    setup: sentenceField(`Set-up script. ${fileText}`).optional(),
    sysctl: sentenceField(`sysctl.conf. ${fileText}`).optional(),
  },
  'Configuration files of the node.',
);

const services = [
  record(
    {
      kind: z.literal('http'),
      port: portField.default(80),
      body: sentenceField('What a GET is answered with.').default('ok'),
    },
    'A web server.',
  ),
  record(
    {
      kind: z.literal('https'),
      port: portField.default(443),
      body: sentenceField('What a GET is answered with.').default('ok'),
    },
    'A web server behind a stand-in for TLS.',
  ),
  record({ kind: z.literal('echo'), port: portField.default(7) }, 'Sends back what it receives.'),
  record({ kind: z.literal('udpEcho'), port: portField.default(7) }, 'Sends every datagram back.'),
  record({ kind: z.literal('dns'), port: portField.default(53) }, 'A name server without names.'),
  record({ kind: z.literal('smtp'), port: portField.default(25) }, 'A mail server that takes no mail.'),
] as const;

const serviceSchema = z.discriminatedUnion('kind', services, {
  error: kindIssue('kind', ['http', 'https', 'echo', 'udpEcho', 'dns', 'smtp']),
});

const scriptSchema = record(
  {
    exit: integerField(0, 255, 'Exit status.').default(0),
    takes: durationField('From its start to its exit.').default(milliseconds(10)),
  },
  'How a program of a MISC_CHECK exits.',
);

const routeSchema = record(
  {
    to: routeTargetField,
    via: addressField('Gateway.').optional(),
    dev: interfaceField.optional(),
    metric: integerField(0, 2 ** 32 - 1, 'The lowest wins.').default(0),
  },
  'A static route of the node.',
);

/** The values that RFC 8405 §6 names as defaults stand in for what is not given. */
const spfBackoffSchema = record(
  {
    initialDelay: durationField('From the first change to SPF. Default: 50ms.').default(milliseconds(50)),
    shortDelay: durationField('While others still tell of the failure. Default: 200ms.').default(
      milliseconds(200),
    ),
    longDelay: durationField('While changes go on. Default: 5s.').default(seconds(5)),
    holdDown: durationField('Without a change until it is quiet again. Default: 10s.').default(seconds(10)),
    timeToLearn: durationField('What one failure needs to become known. Default: 500ms.').default(
      milliseconds(500),
    ),
  },
  'RFC 8405 in place of the SPF throttle. FRR has no statement for it on IPv4.',
);

const databaseOverflowSchema = record(
  {
    limit: integerField(1, 10_000_000, 'External LSAs that the database may hold, the default route aside.'),
    exitInterval: durationField(
      'After about that long the router tells its external routes again. Default: 0s, never.',
    ).default(seconds(0)),
  },
  'RFC 1765. All routers outside stub areas need the same limit. FRR has no statement for it.',
);

const ospfSchema = record(
  {
    spfBackoff: spfBackoffSchema.optional(),
    extendedSequenceNumbers: flagField(
      'RFC 7474: packets that a key chain signs carry sequence numbers of 64 bits. All routers of a link have to agree.',
    ).optional(),
    databaseOverflow: databaseOverflowSchema.optional(),
  },
  'Of the OSPF daemon, what its configuration file cannot say.',
);

/** A bare 4.10 would arrive as the number 4.1. */
const kernelField = field(
  {
    expected: 'a Linux release from 3.6 on, as in 4.19',
    remedy: "write the release as uname -r prints it, in quotes: '5.10'",
    json: {
      type: 'string',
      description: 'The Linux release: how it chooses among next hops. Default: 6.18.',
    },
  },
  (value) => (typeof value === 'string' ? forwardingVersion(value) : undefined),
);

export const nodeSchema = record(
  {
    interfaces: mapOf(interfaceSchema, 'interfaces').default({}),
    files: filesSchema.optional(),
    ospfProfile: choice(
      ['frr', 'rfc2328', 'quagga', 'bird'],
      'Which implementation of OSPF the node runs.',
    ).default('frr'),
    showDialect: choice(
      showDialectNames,
      'How `show ip ospf …` prints. Default: quagga-1.2 for the profile quagga, otherwise frr-8.4.',
    ).optional(),
    ospf: ospfSchema.optional(),
    kernel: kernelField.optional(),
    clock: clockField(
      'What its clock shows at the start of the run. Default: that of the scenario.',
    ).optional(),
    sysctls: mapOf(sentenceField('The value.'), 'sysctls').default({}),
    services: listOf(serviceSchema, 'services').default([]),
    scripts: mapOf(scriptSchema, 'scripts').default({}),
    routes: listOf(routeSchema, 'routes').default([]),
  },
  'A Linux machine.',
);

export type NodeDeclaration = z.output<typeof nodeSchema>;
