/* The jobs of the test build. */
#ifndef OSA_TEST_H
#define OSA_TEST_H

#include "boundary/generated/boundary_test.h"

int test_script(void *args);
int test_deep(void *args);
int test_endless(void *args);
int test_dasync(void *args);
int osa_asynctest_main(int argc, char **argv);

#endif
