using System.Globalization;

namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>Parses executable GraphQL documents. docs/adr/0001-packages.md lists the packages that were tried instead.</summary>
internal sealed class GraphParser
{
    private const int Deepest = 60;

    private readonly List<GraphToken> _tokens;
    private readonly Dictionary<string, GraphSelection> _fragments = new(StringComparer.Ordinal);
    private int _at;
    private int _depth;

    private GraphParser(string text) => _tokens = GraphLexer.Read(text);

    private GraphToken Current => _tokens[_at];

    /// <exception cref="GraphQlException">The document has a syntax error.</exception>
    public static IReadOnlyList<GraphOperation> Parse(string text)
    {
        var parser = new GraphParser(text);
        var operations = new List<GraphOperation>();
        while (parser.Current.Kind != "end")
        {
            if (parser.Current.Text == "fragment")
            {
                parser.ReadFragment();
            }
            else
            {
                operations.Add(parser.ReadOperation());
            }
        }

        return operations;
    }

    private GraphOperation ReadOperation()
    {
        if (Current.Kind == "{")
        {
            return new GraphOperation("query", "", new Dictionary<string, object?>(StringComparer.Ordinal), ReadSelections(), _fragments);
        }

        var kind = Take("name").Text;
        if (kind is not ("query" or "mutation" or "subscription"))
        {
            throw Unexpected(_tokens[_at - 1]);
        }

        var name = Current.Kind == "name" ? Take("name").Text : "";
        var variables = Current.Kind == "(" ? ReadVariables() : [];
        ReadDirectives();
        return new GraphOperation(kind, name, variables, ReadSelections(), _fragments);
    }

    private Dictionary<string, object?> ReadVariables()
    {
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (Take("("); !TryTake(")");)
        {
            Take("$");
            var name = Take("name").Text;
            Take(":");
            var isRequired = SkipType();
            variables[name] = TryTake("=") ? ReadValue() : isRequired ? GraphOperation.Required : null;
        }

        return variables;
    }

    /// <returns>Whether the type is non-null (ends with an exclamation mark).</returns>
    private bool SkipType()
    {
        if (TryTake("["))
        {
            SkipType();
            Take("]");
        }
        else
        {
            Take("name");
        }

        return TryTake("!");
    }

    private void ReadFragment()
    {
        var position = Take("name").Position;
        var name = Take("name").Text;
        Take("name"); // "on"
        var condition = Take("name").Text;
        ReadDirectives();
        _fragments[name] = new GraphSelection("", name, None, ReadSelections(), position, [], condition);
    }

    private List<GraphSelection> ReadSelections()
    {
        if (++_depth > Deepest)
        {
            throw new GraphQlException("Query is nested too deeply", Current.Position);
        }

        var selections = new List<GraphSelection>();
        for (Take("{"); !TryTake("}");)
        {
            selections.Add(Current.Kind == "..." ? ReadSpread() : ReadField());
        }

        _depth--;
        return selections;
    }

    private GraphSelection ReadField()
    {
        var first = Take("name");
        var name = TryTake(":") ? Take("name").Text : first.Text;
        var arguments = Current.Kind == "(" ? ReadArguments() : None;
        var directives = ReadDirectives();
        return new GraphSelection(first.Text, name, arguments, Current.Kind == "{" ? ReadSelections() : [], first.Position, directives);
    }

    private GraphSelection ReadSpread()
    {
        var position = Take("...").Position;
        if (Current is { Kind: "name", Text: not "on" })
        {
            var name = Take("name").Text;
            return new GraphSelection("", name, None, [], position, ReadDirectives(), "", name);
        }

        var condition = "";
        if (Current.Text == "on")
        {
            Take("name");
            condition = Take("name").Text;
        }

        var directives = ReadDirectives();
        return new GraphSelection("", "", None, ReadSelections(), position, directives, condition);
    }

    private List<GraphDirective> ReadDirectives()
    {
        var directives = new List<GraphDirective>();
        while (TryTake("@"))
        {
            directives.Add(new GraphDirective(Take("name").Text, Current.Kind == "(" ? ReadArguments() : None));
        }

        return directives;
    }

    private Dictionary<string, object?> ReadArguments()
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (Take("("); !TryTake(")");)
        {
            var name = Take("name").Text;
            Take(":");
            arguments[name] = ReadValue();
        }

        return arguments;
    }

    private object? ReadValue()
    {
        var token = Current;
        _at++;
        switch (token.Kind)
        {
            case "$":
                return new GraphVariable(Take("name").Text, token.Position);
            case "string":
                return token.Text;
            case "number":
                return long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
                    : double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real
                    : throw Unexpected(token);
            case "name":
                return token.Text switch { "true" => true, "false" => false, "null" => null, var name => name };
            case "[":
                var items = new List<object?>();
                while (!TryTake("]"))
                {
                    items.Add(ReadValue());
                }

                return items;
            case "{":
                var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
                while (!TryTake("}"))
                {
                    var name = Take("name").Text;
                    Take(":");
                    fields[name] = ReadValue();
                }

                return fields;
            default:
                throw Unexpected(token);
        }
    }

    private GraphToken Take(string kind)
    {
        var token = Current;
        if (token.Kind != kind)
        {
            throw Unexpected(token);
        }

        _at++;
        return token;
    }

    private bool TryTake(string kind)
    {
        if (Current.Kind != kind)
        {
            return Current.Kind == "end" ? throw Unexpected(Current) : false;
        }

        _at++;
        return true;
    }

    private static IReadOnlyDictionary<string, object?> None { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    private static GraphQlException Unexpected(GraphToken token) => new(
        token.Kind == "end" ? "Unexpected end of document" : $"Parse error on \"{token.Text}\" ({token.Kind}) at [{token.Position.Line}, {token.Position.Column}]",
        token.Position);
}
