/* A provider boundary at which each operation pauses the job that it runs in. */
#ifndef UPSTREAM_PAUSING_H
#define UPSTREAM_PAUSING_H

/* The program's own main, which the compiler is told to call so. */
int upstream_main(int argc, char **argv);

/* Set before the first provider is initialised. */
extern int pausing_enabled;

/* One line on stderr: how many operations there were, and how many of them paused. */
void pausing_report(void);

#endif
