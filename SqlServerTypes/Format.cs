namespace Microsoft.SqlServer.Server;

/// <summary>How a CLR user-defined type is serialised. Shape as in Microsoft's public documentation.</summary>
public enum Format
{
    Unknown = 0,
    Native = 1,
    UserDefined = 2,
}
