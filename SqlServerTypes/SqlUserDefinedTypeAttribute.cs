namespace Microsoft.SqlServer.Server;

/// <summary>Marks a CLR type as a user-defined type. Shape as in Microsoft's public documentation.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = true, AllowMultiple = false)]
public sealed class SqlUserDefinedTypeAttribute(Format format) : Attribute
{
    /// <summary>Largest size of an instance in bytes; -1 means unlimited.</summary>
    public int MaxByteSize { get; set; }

    public bool IsFixedLength { get; set; }

    public bool IsByteOrdered { get; set; }

    public Format Format => format;

    public string? ValidationMethodName { get; set; }

    public string? Name { get; set; }
}
