int cls_empty;
