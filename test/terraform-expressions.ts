/** Expressions of Terraform's language, each a line: functions, operators and templates as modules use them. */

export const EXPRESSIONS: readonly string[] = `
abs(-3.5)
ceil(4.1)
floor(-4.1)
log(16, 2)
max(1, 5, 3)
min([4, 2]...)
pow(2, 10)
signum(-7)
sum([1, 2.5, 3])
parseint("ff", 16)
chomp("a\\n\\n")
endswith("hello", "lo")
startswith("hello", "he")
strcontains("hello", "ell")
format("%s-%03d-%.2f-%t-%q-%%", "a", 7, 1.234, true, "x\\"y")
format("%v %v %v", 1, [1, "a"], {a = 1})
format("%5s|%-5s|%x|%+d", "a", "b", 255, 3)
formatlist("%s-%s", "x", ["a", "b"])
indent(2, "a\\nb\\n\\nc")
join("-", ["a", "b", 1])
lower("ABC")
upper("abc")
title("hello world-wide it's")
regex("^([a-z]+)-(\\\\d+)$", "subnet-12")
regex("(?P<name>[a-z]+)", "12abc")
regex("[a-z]+", "12abc")
regexall("[a-z]", "a1b2")
replace("1 + 2 + 3", "+", "-")
replace("hello world", "/w.*d/", "everybody")
replace("a.b.c", "/(\\\\w)\\\\.(\\\\w)/", "$2-$1")
split(",", "a,b,,c")
split("", "abc")
strrev("hello")
substr("hello world", 1, 4)
substr("hello", -3, -1)
trim("?!hello?!", "!?")
trimprefix("helloworld", "hello")
trimsuffix("helloworld", "world")
trimspace("  a b \\n")
sort(["b", "a", "C", "10", "9"])
alltrue([true, "true"])
anytrue([false, true])
alltrue([])
coalesce("", null, "x")
coalescelist([], ["a"])
compact(["a", "", null, "b"])
concat(["a"], [], ["b", 1])
contains(["a", "b"], "b")
chunklist(["a", "b", "c"], 2)
distinct(["a", "b", "a"])
element(["a", "b", "c"], 4)
flatten([["a", ["b"]], [], ["c"]])
index(["a", "b"], "b")
keys({b = 1, a = 2})
values({b = 1, a = 2})
length("häßlich")
length([1, 2])
length({a = 1})
lookup({a = "x"}, "a", "z")
lookup({a = "x"}, "b", "z")
matchkeys(["i1", "i2", "i3"], ["a", "b", "a"], ["a"])
merge({a = 1, b = 2}, {b = 3}, null)
one(["a"])
one([])
range(3)
range(1, 4)
range(4, 0, -2)
reverse(["a", "b"])
slice(["a", "b", "c"], 1, 3)
transpose({a = ["1", "2"], b = ["2"]})
zipmap(["a", "b"], [1, 2])
toset(["b", "a", "b"])
tolist(toset([3, 1, 10]))
tomap({a = "x"})
setunion(["a"], ["b", "a"])
setintersection(["a", "b"], ["b"])
setsubtract(["a", "b"], ["b"])
setproduct(["a", "b"], [1, 2])
base64encode("häß")
base64decode("aGk=")
jsonencode({b = [1, null], a = "<x>&"})
jsondecode("{\\"a\\": [1, true]}")
urlencode("a b/ü~'*")
md5("a")
sha1("a")
sha256("a")
base64sha256("a")
basename("a/b/c.tf")
dirname("a/b/c.tf")
cidrsubnet("10.0.0.0/16", 4, 2)
cidrsubnet("2001:db8::/56", 8, 255)
cidrsubnets("10.0.0.0/16", 4, 4, 8, 4)
cidrhost("10.0.0.0/24", 5)
cidrhost("10.0.0.0/24", -2)
cidrnetmask("10.0.0.0/20")
tostring(5)
tonumber("5")
tobool("true")
can(regex("x", "y"))
try({a = 1}.b, "fallback")
nonsensitive(sensitive("a"))
1 + 2 * 3
(1 + 2) * 3
10 % 4
7 / 2
-2 + 3
!true || true
1 == 1 && "a" != "b"
"1" == 1
1 >= 1
false ? "a" : true ? "b" : "c"
true ? "a" : true ? "b" : "c"
(false ? true : false) ? "a" : "b"
false ? 1 : false ? 2 : false ? 3 : 4
[for i, v in ["a", "b"] : "\${i}-\${v}"]
[for k, v in {b = 1, a = 2} : k if v > 1]
{ for v in ["a", "b"] : v => upper(v) }
{ for v in ["ab", "ac", "b"] : substr(v, 0, 1) => v... }
[for s in [{a = 1}, {a = 2}] : s.a]
[{a = 1}, {a = 2}][*].a
[{a = [1]}, {a = [2]}].*.a
{a = {b = [1, 2]}}.a.b[1]
{"x.y" = 1}["x.y"]
["a", "b"][1]
"\${"a"}"
"x\${1 + 1}y"
"%{ if true }yes%{ else }no%{ endif }"
"%{ for x in ["a", "b"] ~} \${x} %{ endfor ~}"
"a\\tb\\u00e9$\${x}%%{y}"
"\${[1, 2][0]}"
null == null
[1, 2] == [1, 2]
{a = 1} == {a = 1}
length([for a in range(3) : a if a != 1])
{ (upper("a")) = 1, "b" : 2 }
1.5
100000000000000000000
0.1 + 0.2 > 0.3
tostring(1234567)
cidrsubnet("172.16.0.0/12", 8, 0)
join(",", formatlist("%s/32", ["1.1.1.1", "2.2.2.2"]))
yamldecode("a: 1\\nb: [x, true, null, 1.5]\\nc: {d: 'e'}")
yamldecode("- &x {a: 1}\\n- *x\\n- {<<: *x, b: 2}")
csvdecode("a,b\\n1,2\\n\\n3,\\"x,y\\"\\n")
csvdecode("a,b\\n")
yamldecode("text")
yamldecode("~")
`
  .trim()
  .split('\n');
