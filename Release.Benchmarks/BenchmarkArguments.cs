namespace Release.Benchmarks;

/// <summary>What a benchmark is told on the command line: <c>--name value</c>.</summary>
internal static class BenchmarkArguments
{
    /// <exception cref="FormatException">What follows the name is not a whole number.</exception>
    public static int Number(this string[] arguments, string name, int otherwise)
    {
        var index = Array.IndexOf(arguments, name);
        if (index < 0)
        {
            return otherwise;
        }

        return int.TryParse(arguments.ElementAtOrDefault(index + 1), out var value)
            ? value
            : throw new FormatException($"{name} takes a whole number, for example {name} {otherwise}.");
    }

    /// <exception cref="FormatException">Nothing follows the name.</exception>
    public static string Text(this string[] arguments, string name, string otherwise) =>
        arguments.Texts(name) is [.., var last] ? last : otherwise;

    /// <summary>What follows the name, wherever it stands.</summary>
    /// <exception cref="FormatException">Nothing follows one of them.</exception>
    public static IReadOnlyList<string> Texts(this string[] arguments, string name) =>
    [
        .. Enumerable.Range(0, arguments.Length).Where(index => arguments[index] == name)
            .Select(index => arguments.ElementAtOrDefault(index + 1) ?? throw new FormatException($"{name} takes a value.")),
    ];
}
