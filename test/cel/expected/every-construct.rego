rule(object) := both_1(object)

# object.a.filter(x, x > 1).map(y, y + 1 - 2).exists_one(z, z in [1, -2]) && object.?b.?c.orValue('d') == 'd' && (size(object.e) == 2 ? !object.f : object['g/h'][0].matches(r'\d+$') || object.?x[?0].hasValue()) && -object.k < 1.5 && object.some.all(count, count.startsWith('x'))
both_1(object) if {
	one_2(object)
	cel.same(or_else_5(object), "d")
	choice_6(object)
	cel.less(cel.opposite(object.k), 1.5)
	every_8(object)
}

both_1(object) := false if one_2(object) == false

both_1(object) := false if cel.same(or_else_5(object), "d") == false

both_1(object) := false if choice_6(object) == false

both_1(object) := false if cel.less(cel.opposite(object.k), 1.5) == false

both_1(object) := false if every_8(object) == false

# object.a.filter(x, x > 1).map(y, y + 1 - 2).exists_one(z, z in [1, -2])
one_2(object) := count([1 | some z in xs; cel.member(z, [1, -2])]) == 1 if {
	xs := cel.elements(each_3(object))
	every z in xs {
		is_boolean(cel.member(z, [1, -2]))
	}
}

# object.a.filter(x, x > 1).map(y, y + 1 - 2)
each_3(object) := out if {
	xs := cel.elements(those_4(object))
	out := [cel.subtract(cel.add(y, 1), 2) | some y in xs]
	count(out) == count(xs)
}

# object.a.filter(x, x > 1)
those_4(object) := [x | some x in xs; cel.more(x, 1)] if {
	xs := cel.elements(object.a)
	every x in xs {
		is_boolean(cel.more(x, 1))
	}
}

# object.?b.?c.orValue('d')
or_else_5(object) := cel.step(cel.step([object], "b"), "c")[0]

or_else_5(object) := "d" if cel.step(cel.step([object], "b"), "c") == []

# (size(object.e) == 2 ? !object.f : object['g/h'][0].matches(r'\d+$') || object.?x[?0].hasValue())
choice_6(object) := cel.negate(object.f) if cel.same(cel.size(object.e), 2)

choice_6(object) := either_7(object) if cel.same(cel.size(object.e), 2) == false

# object['g/h'][0].matches(r'\d+$') || object.?x[?0].hasValue()
either_7(object) if regex.match("\\d+$", object["g/h"][0])

either_7(object) if cel.different(cel.step(cel.step([object], "x"), 0), [])

either_7(object) := false if {
	regex.match("\\d+$", object["g/h"][0]) == false
	cel.different(cel.step(cel.step([object], "x"), 0), []) == false
}

# object.some.all(count, count.startsWith('x'))
every_8(object) if {
	xs := cel.elements(object["some"])
	every count_ in xs {
		startswith(count_, "x")
	}
}

every_8(object) := false if {
	some count_ in cel.elements(object["some"])
	startswith(count_, "x") == false
}
