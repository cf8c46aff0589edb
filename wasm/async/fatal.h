/* The end of an instance, for reasons that leave C's state in the middle of something. */
#ifndef OSA_FATAL_H
#define OSA_FATAL_H

/* Ends the instance for one of the OSA_FATAL_ reasons: the host throws, so this does not return. */
_Noreturn void osa_fatal(int reason);

#endif
