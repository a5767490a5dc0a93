namespace DroneLink.Simulation.Hostile;

/// <summary>
/// A place where bytes of others come in: a decoder, or a handler with what stands behind it. It belongs to one case and may keep what it reads with from one
/// input to the next, as the product does.
/// </summary>
internal abstract class Door
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Inputs that it takes, made by whoever makes them in the product.</summary>
    public abstract IReadOnlyList<byte[]> Examples { get; }

    /// <summary>Inputs that it has to refuse: each is wrong in one thing that chance would seldom come upon.</summary>
    public virtual IReadOnlyList<byte[]> Refused => [];

    /// <summary>Bytes that mean something to it, to be put where they do not belong.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>Bytes of an input at the most.</summary>
    public virtual int MaxBytes => 2400;

    /// <summary>Bytes that it may allocate for each byte of the input.</summary>
    public virtual int BytesPerByte => 10;

    /// <summary>Bytes that it may allocate whatever the input is, such as for its answer.</summary>
    public virtual int FreeBytes => 16384;

    /// <summary>Makes the checksums and signatures around an input right again, so that what is behind them is reached.</summary>
    public virtual void Repair(Span<byte> input)
    {
    }

    /// <summary>Gives it an input: time and memory are counted here. The same input again comes to the same.</summary>
    public abstract Outcome Try(byte[] input);

    /// <summary>Checks what came of the input that was tried last.</summary>
    /// <exception cref="Campaigns.ViolationException">What is promised of it does not hold.</exception>
    public virtual void Check(byte[] input)
    {
    }
}
