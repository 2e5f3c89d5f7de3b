int ck_empty;
