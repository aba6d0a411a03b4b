/** The first line of every table of services; 2¹² buckets are the kernel's default connection table (conn_tab_bits). */
export const tableTitle = 'IP Virtual Server version 1.2.1 (size=4096)';
