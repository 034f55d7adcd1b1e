"""Files, their versions and what they belong to. The policy of the owner decides who may open one."""
