namespace Release.Sandbox.Kubernetes.Schemas;

/// <summary>
/// Reads the short notation of <see cref="BuiltInTypes"/>: <c>Type: field field:type …</c>. A type is <c>s</c> (text, also when
/// left out), <c>i</c>, <c>b</c>, <c>t</c> (time), <c>q</c> (quantity or "25%"), <c>*</c> (anything) or a name; <c>!</c> after it makes
/// it atomic; <c>[T]</c> is a list that is one value, <c>[T|a,b]</c> one whose items are told apart by fields, <c>[T|=]</c> a set,
/// <c>[T~a]</c> one that only a strategic merge patch tells apart; <c>{T}</c> is a map. <c>^</c> after a field's name: written even when empty.
/// </summary>
internal sealed class SchemaParser
{
    private readonly Dictionary<string, SchemaType> _types = new(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, SchemaType> Parse(string text)
    {
        var parser = new SchemaParser();
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(':', 2)).ToList();
        foreach (var line in lines)
        {
            parser._types[line[0]] = new SchemaType(line[0], SchemaForm.Struct);
        }

        foreach (var line in lines)
        {
            parser.AddFields(parser._types[line[0]], line[1]);
        }

        return parser._types;
    }

    private void AddFields(SchemaType type, string fields)
    {
        foreach (var field in fields.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = field.Split(':', 2);
            var name = parts[0].TrimEnd('^');
            type.Fields[name] = new SchemaField(name, parts.Length > 1 ? Read(parts[1]) : SchemaType.Text, parts[0].EndsWith('^'));
        }
    }

    private SchemaType Read(string text)
    {
        var atomic = text.EndsWith('!');
        text = text.TrimEnd('!');
        return text[0] switch
        {
            '[' => ReadList(text[1..^1]),
            '{' => new SchemaType("map", SchemaForm.Map) { Element = Read(text[1..^1]), Atomic = atomic },
            _ => ReadNamed(text, atomic),
        };
    }

    private SchemaType ReadList(string text)
    {
        var at = text.IndexOfAny(['|', '~']);
        var element = Read(at < 0 ? text : text[..at]);
        if (at < 0)
        {
            return new SchemaType("list", SchemaForm.List) { Element = element, Atomic = true };
        }

        var keys = text[(at + 1)..].Split(',');
        return (text[at], keys) switch
        {
            ('~', _) => new SchemaType("list", SchemaForm.List) { Element = element, Atomic = true, MergeKey = keys[0] },
            (_, ["="]) => new SchemaType("list", SchemaForm.List) { Element = element, IsSet = true },
            _ => new SchemaType("list", SchemaForm.List) { Element = element, Keys = keys, MergeKey = keys[0] },
        };
    }

    private SchemaType ReadNamed(string name, bool atomic)
    {
        var type = name switch
        {
            "s" => SchemaType.Text,
            "i" => new SchemaType("integer", SchemaForm.Scalar) { Format = "int64" },
            "b" => new SchemaType("boolean", SchemaForm.Scalar),
            "t" => new SchemaType("string", SchemaForm.Scalar) { Format = "date-time" },
            "q" => new SchemaType("string", SchemaForm.Scalar) { Format = "int-or-string" },
            "*" => SchemaType.Any,
            _ => _types[name],
        };
        return atomic ? type.AsAtomic() : type;
    }
}
